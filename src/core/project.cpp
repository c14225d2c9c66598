#include "core/project.hpp"

#include <algorithm>

namespace safeground::core {

const Layer* Project::find(LayerId id) const {
    for (const Layer& layer : layers)
        if (layer.id == id) return &layer;
    return nullptr;
}

const Layer* Project::find(const std::string& wanted) const {
    for (const Layer& layer : layers)
        if (layer.name == wanted) return &layer;
    return nullptr;
}

bool Project::synthetic() const {
    return std::any_of(layers.begin(), layers.end(),
                       [](const Layer& layer) { return layer.table && layer.table->info.synthetic; });
}

Box extent(const Project& project) {
    Box areas, foreground, everything;
    for (const Layer& layer : project.layers) {
        if (!layer.table) continue;
        const Box box = bounds(*layer.table->geometry);
        everything.add(box);
        const Subject subject = layer.table->info.subject;
        if (subject != Subject::BaseMap && subject != Subject::Streets) foreground.add(box);
        if (subject == Subject::Areas || subject == Subject::Residence) areas.add(box);
    }
    return !areas.empty() ? areas : foreground.empty() ? everything : foreground;
}

}  // namespace safeground::core
