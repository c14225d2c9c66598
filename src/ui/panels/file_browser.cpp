#include "ui/panels/file_browser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

namespace fs = std::filesystem;

constexpr const char* kTitle = "files";

bool known_ending(const fs::path& path) {
    static constexpr std::array<const char*, 12> kKnown = {kProjectEnding, ".gpkg", ".geojson", ".json",
                                                           ".shp",         ".zip",  ".csv",     ".tsv",
                                                           ".txt",         ".xlsx", ".ods",     ".fgb"};
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); });
    return std::any_of(kKnown.begin(), kKnown.end(), [&](const char* known) { return ending == known; });
}

std::string size_words(std::uintmax_t bytes) {
    if (bytes < 1000) return fmt::format("{} B", bytes);
    if (bytes < 1000 * 1000) return fmt::format("{} kB", (bytes + 500) / 1000);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

fs::path path_of(const FileBrowser& state) {
    fs::path typed(state.field);
    if (!state.field.empty() && state.field.front() == '~')
        if (const char* home = std::getenv("HOME")) typed = fs::path(home + state.field.substr(1));
    return typed.is_absolute() ? typed : state.folder / typed;
}

/// True when the dialogue is finished.
bool accept(FileBrowser& state, Intents& out) {
    if (state.field.empty()) return false;
    fs::path path = path_of(state);
    std::error_code error;
    if (fs::is_directory(path, error)) {
        list_folder(state, path);
        state.field.clear();
        return false;
    }
    if (state.purpose == FileBrowser::Purpose::Open) {
        if (!fs::exists(path, error)) {
            state.error = "There is no file “" + path.string() + "”.";
            return false;
        }
        out.requests.emplace_back(OpenFile{path});
        return true;
    }
    if (path.extension().empty()) path += kProjectEnding;
    if (!fs::is_directory(path.parent_path(), error)) {
        state.error = "There is no folder “" + path.parent_path().string() + "”.";
        return false;
    }
    out.requests.emplace_back(SaveProject{path});
    return true;
}

bool entry_row(FileBrowser& state, Screen& screen, const FileBrowser::Entry& entry, float width) {
    const Theme& theme = screen.theme;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool pressed = ImGui::Selectable(
        ("##" + entry.name).c_str(), entry.name == state.field,
        ImGuiSelectableFlags_DontClosePopups | ImGuiSelectableFlags_AllowDoubleClick, {width, theme.px(22)});
    screen.rects.mark_item("files." + entry.name);
    const ImU32 ink = entry.folder || entry.known ? theme.tokens.ink : theme.tokens.ink3;
    const float y = at.y + theme.px(3);
    text_at({at.x + theme.px(4), y}, theme.fonts.body, theme.tokens.ink3,
            entry.folder ? icon::kFolder : icon::kFile);
    const std::string size = entry.folder ? "" : size_words(entry.bytes);
    const float size_width = text_width(theme.fonts.caption, size);
    text_at({at.x + theme.px(28), y}, theme.fonts.body, ink,
            elided(theme.fonts.body, entry.name, width - size_width - theme.px(44)));
    text_at({at.x + width - size_width - theme.px(4), y + theme.px(2)}, theme.fonts.caption,
            theme.tokens.ink3, size);
    return pressed;
}

bool listing(FileBrowser& state, Screen& screen, float width, float height, Intents& out) {
    const Theme& theme = screen.theme;
    bool finished = false;
    std::optional<fs::path> enter;
    ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(theme.px(6), theme.px(6)));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, theme.px(2)));
    ImGui::BeginChild("list", {width, height}, true, ImGuiWindowFlags_AlwaysUseWindowPadding);
    const float inner = ImGui::GetContentRegionAvail().x;
    ImGuiListClipper clipper;
    clipper.Begin(static_cast<int>(state.entries.size()));
    while (clipper.Step())
        for (int e = clipper.DisplayStart; e < clipper.DisplayEnd; ++e) {
            const FileBrowser::Entry& entry = state.entries[static_cast<std::size_t>(e)];
            if (!entry_row(state, screen, entry, inner)) continue;
            state.error.clear();
            if (entry.folder) {
                enter = entry.name == ".." ? state.folder.parent_path() : state.folder / entry.name;
            } else {
                state.field = entry.name;
                if (ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) finished = accept(state, out);
            }
        }
    if (state.entries.size() <= 1)
        text(theme.fonts.body, theme.tokens.ink3, "This folder has nothing that can be opened.");
    ImGui::EndChild();
    ImGui::PopStyleVar(2);
    if (enter) list_folder(state, *enter);
    return finished;
}

}  // namespace

void open_browser(FileBrowser& state, FileBrowser::Purpose purpose, const std::string& name) {
    state.wanted = true;
    state.purpose = purpose;
    state.field = name;
    state.error.clear();
    state.focus_field = true;
    std::error_code error;
    list_folder(state, state.folder.empty() ? fs::current_path(error) : state.folder);
}

void list_folder(FileBrowser& state, fs::path folder) {
    std::error_code error;
    std::vector<FileBrowser::Entry> found;
    if (folder.has_parent_path() && folder != folder.root_path()) found.push_back({"..", true, true, 0});
    fs::directory_iterator entries(folder, fs::directory_options::skip_permission_denied, error);
    if (error) {
        state.error = "The folder “" + folder.string() + "” cannot be read: " + error.message() + ".";
        return;
    }
    for (const fs::directory_entry& entry : entries) {
        const std::string name = entry.path().filename().string();
        if (name.empty() || name.front() == '.') continue;
        const bool directory = entry.is_directory(error);
        if (!directory && !entry.is_regular_file(error)) continue;
        const std::uintmax_t bytes = directory ? 0 : entry.file_size(error);
        found.push_back({name, directory, directory || known_ending(entry.path()), error ? 0 : bytes});
    }
    std::sort(found.begin(), found.end(), [](const FileBrowser::Entry& a, const FileBrowser::Entry& b) {
        if (a.folder != b.folder) return a.folder;
        if (a.known != b.known) return a.known;
        return a.name < b.name;
    });
    state.folder = std::move(folder);
    state.entries = std::move(found);
}

Intents file_browser(FileBrowser& state, Screen& screen, Rect window) {
    Intents out;
    const Theme& theme = screen.theme;
    if (state.wanted) ImGui::OpenPopup(kTitle);
    state.wanted = state.open = false;
    const float width = std::min(theme.px(560), window.x1 - window.x0 - theme.px(48));
    ImGui::SetNextWindowPos({std::round((window.x0 + window.x1 - width) / 2), window.y0 + theme.px(88)});
    ImGui::SetNextWindowSize({width, 0});
    if (!ImGui::BeginPopupModal(
            kTitle, nullptr,
            ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize))
        return out;
    state.open = true;
    const bool save = state.purpose == FileBrowser::Purpose::Save;
    const float inner = ImGui::GetContentRegionAvail().x;
    text(theme.fonts.title, theme.tokens.ink, save ? "Save the project" : "Open a project or add a file");
    text(theme.fonts.caption, theme.tokens.ink3, elided(theme.fonts.caption, state.folder.string(), inner));
    bool finished = listing(state, screen, inner, theme.px(300), out);
    if (state.focus_field) ImGui::SetKeyboardFocusHere();
    state.focus_field = false;
    ImGui::SetNextItemWidth(inner);
    text_field(screen, "files.path", state.field, inner, save ? "name of the project" : "path of a file");
    const bool entered =
        ImGui::IsItemDeactivated() && (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter)) ||
                                       ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_KeyPadEnter)));
    if (!state.error.empty()) paragraph(theme.fonts.body, theme.tokens.danger, state.error, inner);
    const float button_width = theme.px(96);
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() + inner - 2 * button_width - theme.px(8));
    if (button(screen, "files.cancel", "Cancel", Look::Plain, button_width)) finished = true;
    ImGui::SameLine();
    if (button(screen, "files.accept", save ? "Save" : "Open", Look::Primary, button_width) || entered)
        finished = accept(state, out) || finished;
    if (finished) ImGui::CloseCurrentPopup();
    state.open = !finished;
    ImGui::EndPopup();
    return out;
}

}  // namespace safeground::ui
