#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ui/intents.hpp"
#include "ui/screen.hpp"

namespace safeground::ui {

/// A list of files on std::filesystem, with a field for a path. The listing is read when the folder changes,
/// not every frame.
struct FileBrowser {
    enum class Purpose : std::uint8_t { Open, Save };
    struct Entry {
        std::string name;
        bool folder = false;
        bool known = true;  ///< an ending that Safeground reads
        std::uintmax_t bytes = 0;
    };
    bool wanted = false;  ///< open it in the next frame
    bool open = false;    ///< on the screen now
    Purpose purpose = Purpose::Open;
    std::filesystem::path folder;
    std::vector<Entry> entries;
    std::string field;  ///< path or name as typed
    std::string error;
    bool focus_field = false;
};

/// The ending of project files.
inline constexpr const char* kProjectEnding = ".safeground";

void open_browser(FileBrowser& state, FileBrowser::Purpose purpose, const std::string& name = {});
void list_folder(FileBrowser& state, std::filesystem::path folder);
/// A modal dialogue; asks for OpenFile or SaveProject.
Intents file_browser(FileBrowser& state, Screen& screen, Rect window);

}  // namespace safeground::ui
