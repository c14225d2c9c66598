#include "core/command.hpp"

#include <algorithm>

namespace safeground::core {

namespace {

Layer* layer_of(Project& project, LayerId id) {
    for (Layer& layer : project.layers)
        if (layer.id == id) return &layer;
    return nullptr;
}

Failure no_layer(LayerId id) {
    return fail(ErrorKind::Usage, "There is no layer number " + std::to_string(id) + " in this project.");
}

struct Apply {
    Project project;

    Result<Project> operator()(const AddLayer& c) {
        if (!c.layer.table) return fail(ErrorKind::Usage, "A layer needs a table.");
        Layer layer = c.layer;
        layer.id = project.next_id++;
        project.layers.push_back(std::move(layer));
        return std::move(project);
    }
    Result<Project> operator()(const RemoveLayer& c) {
        if (layer_of(project, c.layer) == nullptr) return no_layer(c.layer);
        std::erase_if(project.layers, [&](const Layer& layer) { return layer.id == c.layer; });
        return std::move(project);
    }
    Result<Project> operator()(const SetVisible& c) {
        return edit(c.layer, [&](Layer& layer) { layer.visible = c.visible; });
    }
    Result<Project> operator()(const SetOpacity& c) {
        if (!(c.opacity >= 0 && c.opacity <= 1))
            return fail(ErrorKind::Usage, "Opacity must be from 0 to 1.");
        return edit(c.layer, [&](Layer& layer) { layer.opacity = c.opacity; });
    }
    Result<Project> operator()(const SetStyle& c) {
        return edit(c.layer, [&](Layer& layer) { layer.style = c.style; });
    }
    Result<Project> operator()(const RenameLayer& c) {
        if (c.name.empty()) return fail(ErrorKind::Usage, "A layer needs a name.");
        return edit(c.layer, [&](Layer& layer) { layer.name = c.name; });
    }
    Result<Project> operator()(const MoveLayer& c) {
        const auto at = std::find_if(project.layers.begin(), project.layers.end(),
                                     [&](const Layer& layer) { return layer.id == c.layer; });
        if (at == project.layers.end()) return no_layer(c.layer);
        Layer moved = std::move(*at);
        project.layers.erase(at);
        const std::size_t position = std::min(c.position, project.layers.size());
        project.layers.insert(project.layers.begin() + static_cast<std::ptrdiff_t>(position),
                              std::move(moved));
        return std::move(project);
    }
    Result<Project> operator()(const SetAudience& c) {
        if (c.audience.empty()) return fail(ErrorKind::Usage, "An audience needs a name.");
        project.audience = c.audience;
        return std::move(project);
    }
    Result<Project> operator()(const RenameProject& c) {
        if (c.name.empty()) return fail(ErrorKind::Usage, "A project needs a name.");
        project.name = c.name;
        return std::move(project);
    }

    template <class Change>
    Result<Project> edit(LayerId id, Change&& change) {
        Layer* layer = layer_of(project, id);
        if (layer == nullptr) return no_layer(id);
        change(*layer);
        return std::move(project);
    }
};

struct Describe {
    const Project& before;

    std::string quoted(LayerId id) const {
        const Layer* layer = before.find(id);
        return layer == nullptr ? "layer" : "“" + layer->name + "”";
    }
    std::string operator()(const AddLayer& c) const { return "Add “" + c.layer.name + "”"; }
    std::string operator()(const RemoveLayer& c) const { return "Remove " + quoted(c.layer); }
    std::string operator()(const SetVisible& c) const {
        return (c.visible ? "Show " : "Hide ") + quoted(c.layer);
    }
    std::string operator()(const SetOpacity& c) const { return "Change opacity of " + quoted(c.layer); }
    std::string operator()(const SetStyle& c) const { return "Restyle " + quoted(c.layer); }
    std::string operator()(const MoveLayer& c) const { return "Move " + quoted(c.layer); }
    std::string operator()(const RenameLayer& c) const {
        return "Rename " + quoted(c.layer) + " to “" + c.name + "”";
    }
    std::string operator()(const SetAudience& c) const { return "Show for " + c.audience; }
    std::string operator()(const RenameProject& c) const { return "Rename project to “" + c.name + "”"; }
};

}  // namespace

Result<Project> apply(Project project, const Command& command) {
    return std::visit(Apply{std::move(project)}, command);
}

std::string describe(const Command& command, const Project& before) {
    return std::visit(Describe{before}, command);
}

History::History(Project first) {
    m_entries.push_back({std::make_shared<const Project>(std::move(first)), {}});
}

Result<ProjectPtr> History::run(const Command& command) {
    const Project& before = *current();
    Result<Project> next = apply(before, command);
    if (!next) return next.failure();
    if (*next == before) return current();
    std::string name = describe(command, before);
    m_entries.resize(m_now + 1);
    m_entries.push_back({std::make_shared<const Project>(*std::move(next)), std::move(name)});
    ++m_now;
    return current();
}

void History::undo() {
    if (can_undo()) --m_now;
}

void History::redo() {
    if (can_redo()) ++m_now;
}

}  // namespace safeground::core
