#include "ui/panels/weights_field.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "ops/weights_spec.hpp"
#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

using Given = std::map<std::string, std::string>;

constexpr const char* kWritten = "written";

struct KindOfWeights {
    const char *word, *title, *start, *help;
};
constexpr std::array<KindOfWeights, 8> kKinds = {{
    {"queen", "Share a border or a corner (queen)", "queen",
     "The default: areas that meet at a corner share streets too."},
    {"rook", "Share a border (rook)", "rook", "Meeting at a corner alone is not enough."},
    {"knn", "The nearest areas, by number", "knn:8",
     "As many for every area, however far they are, so nobody is left without neighbours."},
    {"distance", "All areas within a distance", "distance:1500",
     "Areas with nobody that near have no neighbours. auto takes the smallest distance at which every area "
     "has one."},
    {"kernel", "Within a distance, nearer counts more", "kernel:triangular:1500",
     "A kernel: the weight falls from the area itself to the bandwidth. Nearest areas gives every area its "
     "own bandwidth, wide where areas are large."},
    {"inverse", "One over the distance", "inverse:1500",
     "Nearer areas count more. At power 1 twice as far counts half, at power 2 a quarter."},
    {"file", "As a file lists them",
     "file:", "A .gal, .gwt or .kwt file, or a .csv with a row for every area and neighbour."},
    {kWritten, "Written out, or two lists joined", "union(queen,knn:4)", ""},
}};

std::string now_of(const ops::Parameter& parameter, const Given& given) {
    const auto found = given.find(parameter.name);
    return found != given.end() ? found->second : parameter.default_value.text();
}

/// Not a parameter, so never sent: that the user writes, even while the text would fit another kind.
std::string mark_of(const ops::Parameter& parameter) { return parameter.name + "." + kWritten; }

const KindOfWeights& kind_of(const ops::Parameter& parameter, const Given& given) {
    const std::string now = now_of(parameter, given);
    const std::string word = now.substr(0, now.find(':'));
    const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](const KindOfWeights& kind) { return word == kind.word; });
    return found == kKinds.end() || given.count(mark_of(parameter)) > 0 ? kKinds.back() : *found;
}

/// What stands after the first colon, and after the next.
struct Parts {
    std::string first, second;
    bool has_second = false;
};
Parts split(const std::string& text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) return {text, "", false};
    return {text.substr(0, colon), text.substr(colon + 1), true};
}

/// Widgets of one line, with their middles level.
class Line {
public:
    explicit Line(const Screen& screen) : m_screen(screen), m_y(ImGui::GetCursorPosY()) {}
    void words(const std::string& words) {
        next();
        text(m_screen.theme.fonts.body, m_screen.theme.tokens.ink2, words);
    }
    void next(float down = 0) {
        if (!m_first) ImGui::SameLine();
        m_first = false;
        ImGui::SetCursorPosY(m_y + m_screen.theme.px(down));
    }
    /// Below what was drawn, however it was set down.
    ~Line() { ImGui::SetCursorPosY(m_y + ImGui::GetFrameHeight() + ImGui::GetStyle().ItemSpacing.y); }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

private:
    const Screen& m_screen;
    float m_y;
    bool m_first = true;
};

/// The field of one kind: the text after the kind's own word, changed or not.
struct Field {
    Screen& screen;
    const std::string& name;
    float width;

    bool number(std::string& value, const char* what = ".number") const {
        return text_field(screen, name + what, value, screen.theme.px(72));
    }

    std::optional<std::string> borders(std::string rest) const {
        bool nearer = !rest.empty() && rest.back() == '+';
        if (nearer) rest.pop_back();
        if (rest.empty() && !nearer) rest = "1";
        Line line(screen);
        line.next();
        bool changed = number(rest);
        line.words(rest == "1" ? "border away" : "borders away");
        if (rest != "1") {
            line.next(4);
            changed |= checkbox(screen, name + ".nearer", nearer, "and nearer");
        }
        if (!changed) return std::nullopt;
        return rest + (nearer && rest != "1" ? "+" : "");
    }
    std::optional<std::string> distance(std::string rest) const {
        bool smallest = rest == "auto";
        Line line(screen);
        line.next();
        std::string typed = smallest ? "" : rest;
        ImGui::BeginDisabled(smallest);
        const bool changed =
            text_field(screen, name + ".number", typed, screen.theme.px(72), smallest ? "auto" : "");
        ImGui::EndDisabled();
        line.words("metres");
        line.next(4);
        if (checkbox(screen, name + ".auto", smallest, "auto")) return smallest ? "auto" : "1500";
        return changed ? std::optional(typed) : std::nullopt;
    }
    std::optional<std::string> kernel(const std::string& rest) const {
        static const std::vector<Option> kFunctions = {{"triangular", "Triangular: falls evenly to nothing"},
                                                       {"epanechnikov", "Epanechnikov: slowly, then fast"},
                                                       {"quartic", "Quartic: smoothly to nothing"},
                                                       {"gaussian", "Gaussian: bell, cut at the bandwidth"},
                                                       {"uniform", "Uniform: does not fall"}};
        static const std::vector<Option> kBandwidths = {{"", "metres"}, {"knn", "nearest areas"}};
        const Parts parts = split(rest);
        const auto at = std::find_if(kFunctions.begin(), kFunctions.end(),
                                     [&](const Option& o) { return o.value == parts.first; });
        std::optional<std::string> changed;
        if (const auto chosen = choose(screen, name + ".function", kFunctions,
                                       static_cast<std::size_t>(at - kFunctions.begin()), width))
            changed = kFunctions[*chosen].value + ":" + parts.second;
        const bool nearest = parts.second.rfind("knn:", 0) == 0;
        std::string bandwidth = nearest ? parts.second.substr(4) : parts.second;
        Line line(screen);
        line.next();
        if (number(bandwidth)) changed = parts.first + (nearest ? ":knn:" : ":") + bandwidth;
        line.next();
        if (const auto chosen = choose(screen, name + ".bandwidth", kBandwidths, nearest ? 1 : 0,
                                       width - screen.theme.px(80)))
            changed = parts.first + (*chosen == 1 ? ":knn:8" : ":1500");
        return changed;
    }
    std::optional<std::string> inverse(const std::string& rest) const {
        const Parts parts = split(rest);
        std::string metres = parts.first, power = parts.has_second ? parts.second : "1";
        Line line(screen);
        line.next();
        bool changed = number(metres);
        line.words("metres, to the power");
        line.next();
        changed |= text_field(screen, name + ".power", power, screen.theme.px(48));
        if (!changed) return std::nullopt;
        return power == "1" ? metres : metres + ":" + power;
    }
    std::optional<std::string> line_of_text(std::string rest, const char* empty) const {
        if (!text_field(screen, name + ".text", rest, width, empty)) return std::nullopt;
        return rest;
    }
};

}  // namespace

void weights_field(Screen& screen, const std::string& name, const ops::Parameter& parameter, Given& given,
                   float width) {
    const auto give = [&](const std::string& value) {
        if (value == parameter.default_value.text()) given.erase(parameter.name);
        else given[parameter.name] = value;
    };
    std::vector<Option> options;
    for (const KindOfWeights& kind : kKinds) options.push_back({kind.word, kind.title});
    const auto at = static_cast<std::size_t>(&kind_of(parameter, given) - kKinds.data());
    if (const auto chosen = choose(screen, name, options, at, width); chosen && *chosen != at) {
        given.erase(mark_of(parameter));
        if (*chosen + 1 == kKinds.size()) given[mark_of(parameter)] = "yes";
        // Somebody who goes over to writing goes on from what is there.
        const bool goes_on = *chosen + 1 == kKinds.size() && now_of(parameter, given) != "queen";
        if (!goes_on) give(kKinds[*chosen].start);
    }
    const KindOfWeights& kind = kind_of(parameter, given);
    const std::string word = kind.word, now = now_of(parameter, given);
    const std::string rest = now.size() > word.size() ? now.substr(word.size() + 1) : "";
    const Field field{screen, name, width};
    std::optional<std::string> typed;
    if (word == kWritten) {
        typed = field.line_of_text(now, "queen:2+");
        if (typed) give(*typed);
    } else {
        if (word == "queen" || word == "rook") typed = field.borders(rest);
        else if (word == "distance") typed = field.distance(rest);
        else if (word == "kernel") typed = field.kernel(rest);
        else if (word == "inverse") typed = field.inverse(rest);
        else if (word == "file") typed = field.line_of_text(rest, "the file’s path");
        else {
            Line line(screen);
            line.next();
            std::string number = rest;
            if (field.number(number)) typed = number;
            line.words("neighbours");
        }
        const bool plain = typed && *typed == "1" && (word == "queen" || word == "rook");
        if (typed) give(plain ? word : word + ":" + *typed);
    }
    const std::string after = now_of(parameter, given);
    if (after == "file:") return;  // nothing written yet
    const core::Result<ops::WeightsSpec> understood = ops::parse_weights_spec(after);
    if (understood) return;
    paragraph(screen.theme.fonts.caption, screen.theme.tokens.danger, understood.message(), width);
    screen.rects.mark_item(name + ".error");
}

std::string weights_help(const ops::Parameter& parameter, const Given& given) {
    const KindOfWeights& kind = kind_of(parameter, given);
    if (kind.word != std::string(kWritten)) return kind.help;
    // What is wrong with it names the forms too.
    if (!ops::parse_weights_spec(now_of(parameter, given))) return {};
    return std::string("Any of: ") + ops::kWeightsForms + ".";
}

}  // namespace safeground::ui
