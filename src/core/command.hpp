#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/project.hpp"
#include "core/result.hpp"

namespace safeground::core {

/// Puts the layer on top (below symbols when it fills areas is the user's business); its id is given by the
/// project.
struct AddLayer {
    Layer layer;
};
struct RemoveLayer {
    LayerId layer = 0;
};
struct SetVisible {
    LayerId layer = 0;
    bool visible = true;
};
struct SetOpacity {
    LayerId layer = 0;
    double opacity = 1;
};
struct SetStyle {
    LayerId layer = 0;
    Style style;
};
/// To `position` counted from the bottom.
struct MoveLayer {
    LayerId layer = 0;
    std::size_t position = 0;
};
struct RenameLayer {
    LayerId layer = 0;
    std::string name;
};
struct SetAudience {
    std::string audience;
};
struct RenameProject {
    std::string name;
};

using Command = std::variant<AddLayer, RemoveLayer, SetVisible, SetOpacity, SetStyle, MoveLayer, RenameLayer,
                             SetAudience, RenameProject>;

/// The next project. Pure: no files, no clock. Fails when the layer is not there or a value is out of range.
Result<Project> apply(Project project, const Command& command);
/// For the Edit menu: "Hide layer “Wards”". `before` is the project that the command is applied to.
std::string describe(const Command& command, const Project& before);

/// Undo is the previous snapshot. Tables are shared, so an entry costs bytes. One thread.
class History {
public:
    explicit History(Project first = {});

    const ProjectPtr& current() const { return m_entries[m_now].project; }
    /// Applies and remembers; what was undone is forgotten. A command that changes nothing is not remembered.
    Result<ProjectPtr> run(const Command& command);
    bool can_undo() const { return m_now > 0; }
    bool can_redo() const { return m_now + 1 < m_entries.size(); }
    void undo();
    void redo();
    /// What undo would take back and what redo would do again; empty when there is nothing.
    std::string undo_name() const { return can_undo() ? m_entries[m_now].name : std::string(); }
    std::string redo_name() const { return can_redo() ? m_entries[m_now + 1].name : std::string(); }
    std::size_t depth() const { return m_now; }

private:
    struct Entry {
        ProjectPtr project;
        std::string name;  ///< of the command that led here
    };
    std::vector<Entry> m_entries;
    std::size_t m_now = 0;
};

}  // namespace safeground::core
