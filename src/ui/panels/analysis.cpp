#include "ui/panels/analysis.hpp"

#include <algorithm>
#include <cmath>

#include "core/value.hpp"
#include "ui/panels/analysis_fields.hpp"
#include "ui/widgets.hpp"

namespace safeground::ui {

namespace {

/// Layers that may be chosen as an input: only what the audience may see.
std::vector<Option> layer_options(const Screen& screen, const std::string& role) {
    std::vector<Option> out;
    for (auto layer = screen.released->layers.rbegin(); layer != screen.released->layers.rend(); ++layer)
        if (fits_role(*layer, role)) out.push_back({std::to_string(layer->id), layer->name});
    return out;
}

/// A result: what was imported has provenance too.
bool computed(const core::Layer& layer) {
    return layer.provenance && ops::find_operation(layer.provenance->operation) != nullptr;
}

core::LayerId first_layer(const Screen& screen, const std::string& role, core::LayerId wish) {
    const core::Layer* wished = screen.released->find(wish);
    if (wished != nullptr && fits_role(*wished, role) && !computed(*wished)) return wish;
    for (auto layer = screen.released->layers.rbegin(); layer != screen.released->layers.rend(); ++layer)
        if (fits_role(*layer, role) && !computed(*layer)) return layer->id;
    const std::vector<Option> any = layer_options(screen, role);
    return any.empty() ? 0 : static_cast<core::LayerId>(std::stoul(any.front().value));
}

core::LayerId& input_of(AnalysisPanel& state, const std::string& role) {
    return role == "events" ? state.events : role == "sites" ? state.sites : state.areas;
}

std::vector<std::string> roles_of(const ops::Operation& operation) {
    std::vector<std::string> roles;
    if (operation.needs_areas) roles.emplace_back("areas");
    if (operation.needs_events) roles.emplace_back("events");
    if (operation.needs_sites) roles.emplace_back("sites");
    return roles;
}

void field(AnalysisPanel& state, Screen& screen, const ops::Parameter& parameter, float width) {
    const Theme& theme = screen.theme;
    ImGui::PushID(parameter.name.c_str());
    const core::Layer* layer = screen.released->find(input_of(state, parameter.column_of));
    if (parameter.kind != ops::ParameterKind::Flag) {
        std::string label = parameter.title;
        if (!parameter.unit.empty()) label += ", " + parameter.unit;
        text(theme.fonts.medium, theme.tokens.ink, label);
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - theme.px(4));
    }
    parameter_field(screen, "analysis." + parameter.name, parameter, layer, state.given, width);
    ImGui::SetCursorPosY(ImGui::GetCursorPosY() - theme.px(4));
    if (const std::string help = field_help(parameter, state.given); !help.empty())
        paragraph(theme.fonts.caption, theme.tokens.ink3, help, width);
    ImGui::Dummy({0, theme.px(2)});
    ImGui::PopID();
}

void inputs(AnalysisPanel& state, Screen& screen, const ops::Operation& operation, float width) {
    const Theme& theme = screen.theme;
    for (const std::string& role : roles_of(operation)) {
        const std::vector<Option> options = layer_options(screen, role);
        core::LayerId& now = input_of(state, role);
        text(theme.fonts.medium, theme.tokens.ink,
             role == "areas"    ? "Areas"
             : role == "events" ? "Events"
                                : "Sites");
        ImGui::SetCursorPosY(ImGui::GetCursorPosY() - theme.px(4));
        if (options.empty()) {
            paragraph(theme.fonts.body, theme.tokens.ink3,
                      "No layer of this project has " + role + ". Add a file first.", width);
            continue;
        }
        const auto at = std::find_if(options.begin(), options.end(),
                                     [&](const Option& o) { return o.value == std::to_string(now); });
        if (const auto chosen = choose(screen, "analysis.layer_" + role, options,
                                       static_cast<std::size_t>(at - options.begin()), width))
            now = static_cast<core::LayerId>(std::stoul(options[*chosen].value));
        ImGui::Dummy({0, theme.px(2)});
    }
}

void run_or_wait(AnalysisPanel& state, Screen& screen, const ops::Operation& operation, float width,
                 Intents& out) {
    const Theme& theme = screen.theme;
    if (screen.job && state.running) {
        text(theme.fonts.body, theme.tokens.ink2, screen.job->step.empty() ? "Working …" : screen.job->step);
        progress_bar(theme, screen.job->fraction, width);
        if (button(screen, "analysis.cancel", "Cancel", Look::Plain, width))
            out.requests.emplace_back(CancelJob{});
        return;
    }
    const std::vector<std::string> roles = roles_of(operation);
    const bool ready = !screen.job && std::all_of(roles.begin(), roles.end(), [&](const std::string& role) {
        return screen.released->find(input_of(state, role)) != nullptr;
    });
    ImGui::BeginDisabled(!ready);
    if (button(screen, "analysis.run", "Run", Look::Primary, width)) {
        RunAnalysis run{operation.name, 0, 0, 0, parameters_of(state, operation)};
        if (operation.needs_areas) run.areas = state.areas;
        if (operation.needs_events) run.events = state.events;
        if (operation.needs_sites) run.sites = state.sites;
        state.error.clear();
        state.sentence.clear();
        state.result = 0;
        state.running = true;
        out.requests.emplace_back(std::move(run));
    }
    ImGui::EndDisabled();
    if (screen.job)
        paragraph(theme.fonts.caption, theme.tokens.ink3,
                  "Something else is running. It can be cancelled in the bar at the bottom.", width);
}

/// The answer in words, above everything else in the card.
void answer(AnalysisPanel& state, Screen& screen, float width) {
    const Theme& theme = screen.theme;
    const core::Layer* layer = screen.released->find(state.result);
    std::string sentence = state.sentence;
    if (layer != nullptr && !layer->sentence.empty()) sentence = layer->sentence;
    if (layer != nullptr && sentence.empty())
        sentence = "Done: see the layer “" + layer->name + "” on the map.";
    const std::string said = state.error.empty() ? sentence : state.error;
    if (!said.empty() && said != state.said) ImGui::SetScrollY(0);
    state.said = said;
    if (said.empty()) return;
    const bool wrong = !state.error.empty();
    paragraph(wrong ? theme.fonts.body : theme.fonts.medium, wrong ? theme.tokens.danger : theme.tokens.ink,
              said, width);
    screen.rects.mark_item(wrong ? "analysis.error" : "analysis.result");
    ImGui::Dummy({0, theme.px(2)});
    const ImVec2 at = ImGui::GetCursorScreenPos();
    ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + std::max(1.0F, theme.px(1))},
                                              theme.tokens.line);
    ImGui::Dummy({0, theme.px(2)});
}

/// What scrolls between the title and the button.
void body(AnalysisPanel& state, Screen& screen, const ops::Operation& operation, float width) {
    const Theme& theme = screen.theme;
    answer(state, screen, width);
    if (state.result == 0 && state.sentence.empty())
        paragraph(theme.fonts.body, theme.tokens.ink2, operation.help, width);
    ImGui::Dummy({0, theme.px(2)});
    const bool busy = screen.job.has_value() && state.running;
    ImGui::BeginDisabled(busy);
    inputs(state, screen, operation, width);
    std::size_t details = 0;
    for (const ops::Parameter& parameter : operation.parameters) {
        if (!parameter.detail) field(state, screen, parameter, width);
        else ++details;
    }
    if (details > 0) {
        const std::string words =
            state.more ? "Fewer choices" : "More choices (" + std::to_string(details) + ")";
        ImGui::SetCursorPosX(ImGui::GetCursorPosX() - theme.px(6));  // its words, not its edge, are in line
        if (button(screen, "analysis.more", words, Look::Quiet)) state.more = !state.more;
        if (state.more)
            for (const ops::Parameter& parameter : operation.parameters)
                if (parameter.detail) field(state, screen, parameter, width);
    }
    ImGui::EndDisabled();
}

}  // namespace

core::Record parameters_of(const AnalysisPanel& state, const ops::Operation& operation) {
    core::Record out;
    for (const ops::Parameter& parameter : operation.parameters)
        if (const auto found = state.given.find(parameter.name);
            found != state.given.end() && !found->second.empty())
            out.set(parameter.name, found->second);
    return out;
}

void open_analysis(AnalysisPanel& state, const Screen& screen, const std::string& operation,
                   core::LayerId selected) {
    const ops::Operation* found = ops::find_operation(operation);
    if (found == nullptr) return;
    if (state.operation != operation) state = AnalysisPanel{};
    state.operation = operation;
    for (const std::string& role : roles_of(*found)) {
        core::LayerId& input = input_of(state, role);
        if (screen.released->find(input) == nullptr) input = first_layer(screen, role, selected);
    }
    for (const ops::Parameter& parameter : found->parameters) {
        // Several columns are the user's to choose: a likely one would change the answer unnoticed.
        if (parameter.kind != ops::ParameterKind::Column || parameter.optional ||
            state.given.count(parameter.name) > 0)
            continue;
        const core::Layer* layer = screen.released->find(input_of(state, parameter.column_of));
        if (layer != nullptr) state.given[parameter.name] = likely_column(*layer, parameter, state.given);
    }
}

Intents analysis_panel(AnalysisPanel& state, Screen& screen, Rect room) {
    Intents out;
    const ops::Operation* operation = ops::find_operation(state.operation);
    if (operation == nullptr) return out;
    if (!screen.job) state.running = false;
    const Theme& theme = screen.theme;
    const float full = std::min(theme.px(340), room.x1 - room.x0 - theme.px(32));
    const ImVec2 at{room.x0 + theme.px(16), room.y0 + theme.px(16)};
    const float highest = room.y1 - room.y0 - theme.px(64);
    // Title and button stay where they are; what is between them scrolls where it must. How high the two are
    // was seen in the last frame.
    const float room_for_body = std::max(theme.px(60), highest - state.rest);
    const float high = state.body > 0 ? std::min(state.body, room_for_body) : room_for_body;
    const Scope card = floating_card(screen, "analysis", at, {full, state.rest + high});
    const float width = full - theme.px(24);
    const ImVec2 low = ImGui::GetWindowPos();
    screen.rects.mark("analysis",
                      {low.x, low.y, low.x + ImGui::GetWindowWidth(), low.y + ImGui::GetWindowHeight()});

    paragraph(theme.fonts.semibold, theme.tokens.ink, operation->title, width - theme.px(28));
    const ImVec2 next = ImGui::GetCursorScreenPos();
    ImGui::SetCursorScreenPos({low.x + full - theme.px(34), low.y + theme.px(8)});
    if (icon_button(screen, "analysis.close", icon::kClose, "Close", 24)) state.operation.clear();
    ImGui::SetCursorScreenPos({next.x, next.y - theme.px(2)});

    {
        ImGui::BeginChild("body", {full - theme.px(14), high}, false, ImGuiWindowFlags_NavFlattened);
        const Scope end([] { ImGui::EndChild(); });
        body(state, screen, *operation, width - theme.px(4));
        state.body = ImGui::GetCursorPosY();
    }
    run_or_wait(state, screen, *operation, width - theme.px(4), out);
    state.rest = ImGui::GetCursorPosY() - high - ImGui::GetStyle().ItemSpacing.y + theme.px(12);
    return out;
}

}  // namespace safeground::ui
