#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "core/command.hpp"
#include "core/value.hpp"

namespace safeground::ui {

struct Undo {};
struct Redo {};
struct Quit {};
/// A project or a file of data.
struct OpenFile {
    std::filesystem::path path;
};
/// Empty: where it was saved before; the application asks when there is no such place.
struct SaveProject {
    std::filesystem::path path;
};
struct RunAnalysis {
    std::string operation;
    core::LayerId areas = 0, events = 0, sites = 0;  ///< 0: not given
    core::Record parameters;                         ///< as given by the user; ops::run completes them
};
struct CancelJob {};
struct ZoomToLayer {
    core::LayerId layer = 0;
};
struct Home {};
/// Pixels are counted from the top left of the map.
struct ZoomAt {
    double x = 0, y = 0, factor = 1;
};
struct Pan {
    double dx = 0, dy = 0;
};
struct HoverAt {
    double x = 0, y = 0;
};
struct HoverNothing {};
struct PickAt {
    double x = 0, y = 0;
};
struct LetGo {};
/// What becomes of unsaved work before something else takes its place.
struct AnswerUnsaved {
    enum class Answer : std::uint8_t { Save, Discard, Cancel };
    Answer answer = Answer::Cancel;
};
struct UseDark {
    bool dark = false;
};

/// What the user asked for that is no change of the project.
using Request = std::variant<Undo, Redo, Quit, OpenFile, SaveProject, RunAnalysis, CancelJob, ZoomToLayer,
                             Home, ZoomAt, Pan, HoverAt, HoverNothing, PickAt, LetGo, AnswerUnsaved, UseDark>;

/// What panels return: they never change anything themselves.
struct Intents {
    std::vector<core::Command> commands;  ///< for the history, each one step of undo
    std::vector<core::Command> previews;  ///< for this frame's picture only, while something is dragged
    std::vector<Request> requests;

    void add(Intents&& other) {
        commands.insert(commands.end(), other.commands.begin(), other.commands.end());
        previews.insert(previews.end(), other.previews.begin(), other.previews.end());
        requests.insert(requests.end(), other.requests.begin(), other.requests.end());
    }
};

}  // namespace safeground::ui
