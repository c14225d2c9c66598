#include <catch2/catch.hpp>

#include "report/html_page.hpp"
#include "report/pages.hpp"

using namespace safeground;
using namespace safeground::tests;

namespace {

std::size_t count(const std::string& text, const std::string& what) {
    std::size_t n = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size()))
        ++n;
    return n;
}

report::HtmlPage sample() {
    report::HtmlPage page;
    page.title = "Larkmere";
    page.subtitle = "A fictional borough";
    report::HtmlSection results;
    results.heading = "Hot spots";
    results.paragraphs = {"Five areas are hot."};
    results.table = report::HtmlTable{"Hot areas",
                                      {{"Area", false}, {"Offences", true}},
                                      {{"Larkmere 001A", "46"}, {"Larkmere 002B", "31"}}};
    results.image = report::HtmlImage{{},
                                      std::string("\x89PNG\r\n\x1a\nrest"),
                                      "Map: five areas in the south are outlined in red",
                                      "The map"};
    page.sections = {results};
    page.sources = {"Safeground demonstration data"};
    return page;
}

}  // namespace

TEST_CASE("a report is one accessible file that asks for nothing outside itself", "[report]") {
    const auto project = released_project();
    const auto made = report::html(project, sample());
    REQUIRE(made);
    const std::string& html = *made;
    CHECK(html.rfind("<!DOCTYPE html>\n<html lang=\"en-GB\">", 0) == 0);
    CHECK(count(html, "<h1>") == 1);
    CHECK(html.find("<caption>Hot areas</caption>") != std::string::npos);
    CHECK(html.find("<th scope=\"col\" class=\"number\">Offences</th>") != std::string::npos);
    CHECK(html.find("<th scope=\"row\">Larkmere 001A</th><td class=\"number\">46</td>") != std::string::npos);
    CHECK(html.find("src=\"data:image/png;base64,iVBORw0KGgpyZXN0\" alt=\"Map: five areas in the south are "
                    "outlined in red\"") != std::string::npos);
    CHECK(html.find("<a class=\"skip\" href=\"#main\">") != std::string::npos);
    CHECK(html.find("<main id=\"main\">") != std::string::npos);
    CHECK(html.find("@media print") != std::string::npos);
    CHECK(html.find("default-src 'none'") != std::string::npos);
    CHECK(count(html, project.note().marking + "</p>") == 2);
    CHECK(html.find("What is hidden, and why") != std::string::npos);
    for (const std::string outside : {"http://", "https://", "<script", "<link", "@import", "url("})
        CHECK(html.find(outside) == std::string::npos);
    for (const std::string tag : {"section", "table", "main", "figure", "header", "footer", "nav", "ul",
                                  "div", "p", "h2", "tr", "thead", "tbody"})
        CHECK(count(html, "<" + tag + ">") + count(html, "<" + tag + " ") == count(html, "</" + tag + ">"));
    CHECK(*report::html(project, sample()) == html);
}

TEST_CASE("whatever the words hold, they stay words", "[report]") {
    const std::string evil = "<script>alert('x')</script>\"& \xff\x01";
    report::HtmlPage page = sample();
    page.title = page.subtitle = evil;
    page.sources = {evil};
    page.sections[0].heading = evil;
    page.sections[0].paragraphs = {evil};
    page.sections[0].table = report::HtmlTable{evil, {{evil, false}}, {{evil}}};
    page.sections[0].image->alt = evil;
    page.sections[0].image->caption = evil;
    const auto made = report::html(released_project(), page);
    REQUIRE(made);
    CHECK(made->find("<script") == std::string::npos);
    CHECK(made->find("alert('") == std::string::npos);
    CHECK(made->find('\x01') == std::string::npos);
    CHECK(made->find('\xff') == std::string::npos);
    CHECK(count(*made, "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp; \xEF\xBF\xBD ") == 13);
}

TEST_CASE(
    "a report without alternative text, with a ragged table or with something else than a PNG is refused",
    "[report]") {
    const auto project = released_project();
    report::HtmlPage page = sample();
    page.sections[0].image->alt = " ";
    CHECK(report::html(project, page).message().find("alternative text") != std::string::npos);
    page = sample();
    page.sections[0].table->rows[1].push_back("extra");
    CHECK(report::html(project, page).message().find("has 2 columns, but its row 2 has 3 cells") !=
          std::string::npos);
    page = sample();
    page.sections[0].image->png = "GIF89a";
    CHECK(report::html(project, page).message().find("not a PNG") != std::string::npos);
    page.sections[0].image->png.clear();
    page.sections[0].image->path = scratch_folder() / "none.png";
    CHECK_FALSE(report::html(project, page));
    CHECK_FALSE(report::write_html(project, sample(), scratch_folder() / "missing" / "page.html"));
}

TEST_CASE("a written page of the map goes into the report from its file", "[report]") {
    const auto project = released_project();
    const auto map = scratch_folder() / "in_report.png", path = scratch_folder() / "report.html";
    REQUIRE(report::write_map_png(project, page_with_map(1280, 800), map));
    report::HtmlPage page = sample();
    page.sections[0].image = report::HtmlImage{map, {}, "The map of Larkmere", ""};
    REQUIRE(report::write_html(project, page, path));
    CHECK(bytes_of(path).size() > bytes_of(map).size());
    CHECK(bytes_of(path).find("base64,iVBORw0KGgo") != std::string::npos);
}
