#pragma once

#include <optional>

#include "core/command.hpp"
#include "disclosure/gate.hpp"
#include "ui/robot.hpp"
#include "ui/workspace.hpp"

namespace safeground::test {

/// Nine square areas with a score, and a restricted count of people in which area 5 has 3 and area 7 has none
/// known; three sites.
core::Project small_project();

/// The whole window over a history, as the application has it, without a map.
class TestWindow {
public:
    explicit TestWindow(core::Project project = small_project(), float width = 1440, float height = 900,
                        float scale = 1);

    core::History history;
    disclosure::Gate gate;
    ui::Workspace workspace;
    ui::Rects rects;
    Robot robot;
    std::optional<ui::JobView> job;
    std::optional<ui::RowRef> hovered, picked;
    std::vector<ui::KeyPress> keys;  ///< of the next frame

    std::vector<core::Command> commands;  ///< all that panels asked for, already applied
    std::vector<ui::Request> requests;
    int previews = 0;

    void press(ui::Shortcut shortcut, int number = 0);
    const core::Layer& layer(const std::string& name) const;
    std::string widget(const std::string& layer_name, const std::string& what = {}) const;
    disclosure::Released<core::Project> released();

    template <class T>
    std::vector<T> all() const {
        std::vector<T> out;
        for (const core::Command& command : commands)
            if (const T* found = std::get_if<T>(&command)) out.push_back(*found);
        return out;
    }
    template <class T>
    std::vector<T> asked() const {
        std::vector<T> out;
        for (const ui::Request& request : requests)
            if (const T* found = std::get_if<T>(&request)) out.push_back(*found);
        return out;
    }

private:
    void frame();
    ui::Prepared m_prepared;
};

}  // namespace safeground::test
