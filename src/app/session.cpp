#include "app/session.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/default_style.hpp"
#include "app/import_words.hpp"
#include "io/project_file.hpp"
#include "ops/choropleth.hpp"
#include "ops/demo.hpp"
#include "ops/join.hpp"

namespace safeground::app {

using Tone = ui::Toasts::Tone;

Session::Session(disclosure::Gate gate, std::function<void()> wake)
    : m_gate(std::move(gate)), m_jobs(std::move(wake)) {
    m_saved = m_history.current();
}

core::Result<std::unique_ptr<Session>> Session::create(std::function<void()> wake) {
    core::Result<disclosure::Gate> gate = disclosure::Gate::standard();
    if (!gate) return gate.failure();
    std::unique_ptr<Session> session(new Session(std::move(*gate), std::move(wake)));
    const auto first = session->m_gate.release(session->project());
    if (!first) return first.failure();
    session->m_audience = session->project().audience;
    session->release(session->project());
    return session;
}

std::optional<ui::JobView> Session::job() const {
    const std::optional<JobRunner::Status> status = m_jobs.status();
    if (!status) return std::nullopt;
    return ui::JobView{status->title, status->cancelling ? "Stopping …" : status->step, status->fraction,
                       status->analysis};
}

std::string Session::saved_words() const {
    if (project().layers.empty()) return {};
    if (changed()) return "Not saved";
    return m_path.empty() ? "" : "Saved as " + m_path.filename().string();
}

void Session::say(std::string words, Tone tone) {
    event("message " + words.substr(0, words.find('\n')));
    m_workspace.toasts.say(std::move(words), tone, m_now_s);
}

std::vector<std::string> Session::take_events() { return std::exchange(m_events, {}); }

/// The same project with the breaks of choropleths taken from what this audience may see, so that a class
/// limit tells nothing that is hidden. Kept until the released table or the style changes: natural breaks of
/// a country take a while.
core::Project Session::with_breaks(core::Project shown) {
    const auto first = m_gate.release(shown);
    if (!first) return shown;
    for (core::Layer& layer : shown.layers) {
        const core::Layer* visible = (*first)->find(layer.id);
        if (visible == nullptr || !std::holds_alternative<core::ChoroplethStyle>(layer.style)) continue;
        Breaks& kept = m_breaks[layer.id];
        if (kept.table != visible->table || !(kept.asked == layer.style)) {
            const core::Result<core::Style> filled = ops::fill_breaks(layer.style, *visible->table);
            kept = {visible->table, layer.style, filled ? *filled : layer.style};
        }
        layer.style = kept.filled;
    }
    return shown;
}

void Session::release(const core::Project& shown) {
    if (m_released && m_released_of == shown) return;
    core::Result<disclosure::Released<core::Project>> released = m_gate.release(with_breaks(shown));
    if (!released) {  // the last good picture stays; create() has made sure that there is one
        say(released.message(), Tone::Error);
        return;
    }
    m_released_of = shown;
    m_released.emplace(std::move(*released));
    m_prepared = ui::prepare(*m_released, m_prepared);
}

/// What was said in words was released to one audience and is not for the next.
void Session::forget_answers_of_another_audience() {
    if (m_audience == project().audience) return;
    m_audience = project().audience;
    m_workspace.analysis.sentence.clear();
    m_workspace.analysis.error.clear();
    m_workspace.report.reset();
    auto& shown = m_workspace.toasts.shown;
    shown.erase(std::remove_if(shown.begin(), shown.end(),
                               [](const ui::Toasts::Toast& toast) { return toast.tone == Tone::Warning; }),
                shown.end());
}

void Session::run(const core::Command& command) {
    const std::string what = core::describe(command, project());
    // Tried on a copy first: what the gate refuses (an audience that there is no policy for) must not even be
    // there to be done again.
    const core::Result<core::Project> tried = core::apply(project(), command);
    if (!tried) {
        say(tried.message(), Tone::Error);
        return;
    }
    if (const auto checked = m_gate.release(*tried); !checked) {
        say(checked.message(), Tone::Error);
        return;
    }
    const std::size_t before = m_history.depth();
    if (const auto next = m_history.run(command); !next) {
        say(next.message(), Tone::Error);
        return;
    }
    if (m_history.depth() == before) return;
    event("command " + what);
    m_workspace.toasts.last = what;
}

void Session::open_demo() {
    m_jobs.start("Demo borough", false, [](const core::Progress& progress) -> Outcome {
        return ProjectLoaded{"", ops::demo_project(progress)};
    });
}

void Session::open_file(const std::filesystem::path& path) {
    m_waiting.push_back(path);
    next_file();
}

void Session::next_file() {
    if (m_jobs.busy() || m_waiting.empty() || m_pending) return;
    const std::filesystem::path path = m_waiting.front();
    m_waiting.pop_front();
    if (is_project_file(path)) {
        m_jobs.start("Opening " + path.filename().string(), false, [path](const core::Progress&) -> Outcome {
            return ProjectLoaded{path.string(), io::load_project(path)};
        });
        return;
    }
    m_jobs.start("Reading " + path.filename().string(), false,
                 [path](const core::Progress& progress) -> Outcome {
                     ops::LoadRequest request;
                     request.file = path.string();
                     return FileLoaded{path.string(), ops::load(request, "layer", progress)};
                 });
}

void Session::save(const std::filesystem::path& path) {
    if (path.empty() && m_path.empty()) {
        ui::open_browser(m_workspace.files, ui::FileBrowser::Purpose::Save,
                         project().name + ui::kProjectEnding);
        return;
    }
    const std::filesystem::path target = path.empty() ? m_path : path;
    const bool started = m_jobs.start(
        "Saving", false, [target, snapshot = m_history.current()](const core::Progress&) -> Outcome {
            return ProjectSaved{target.string(), snapshot, io::save_project(*snapshot, target)};
        });
    if (!started) say("Something else is running. Save again when it has ended.", Tone::Warning);
}

void Session::start_analysis(const ui::RunAnalysis& wish) {
    const ops::Operation* operation = ops::find_operation(wish.operation);
    if (operation == nullptr) return;
    ops::Inputs inputs;
    std::vector<JobInput> from;
    auto take = [&](core::LayerId id, const char* role, core::TablePtr& into) {
        const core::Layer* layer = project().find(id);
        if (layer == nullptr) return;
        into = layer->table;
        from.push_back({id, layer->table});
        for (core::Provenance::Input& source : ops::sources_of(*layer, role))
            inputs.sources.push_back(std::move(source));
    };
    take(wish.areas, "areas", inputs.areas);
    take(wish.events, "events", inputs.events);
    take(wish.sites, "sites", inputs.sites);
    // What is wrong with a parameter is said at once and in the form, not after a job has started.
    if (const auto checked = ops::complete(*operation, wish.parameters, inputs); !checked) {
        m_workspace.analysis.error = checked.message();
        m_workspace.analysis.running = false;
        event("refused " + operation->name + ": " + checked.message());
        return;
    }
    const bool started = m_jobs.start(
        operation->title, true,
        [operation, inputs, from, parameters = wish.parameters](const core::Progress& progress) -> Outcome {
            return AnalysisDone{from, ops::run(*operation, inputs, parameters, progress)};
        });
    if (started) event("job started " + operation->name);
}

struct Session::HandleRequest {
    Session& s;
    void operator()(const ui::Undo&) const {
        if (!s.m_history.can_undo()) return;
        s.event("undo " + s.m_history.undo_name());
        s.m_workspace.toasts.last = "Undone: " + s.m_history.undo_name();
        s.m_history.undo();
    }
    void operator()(const ui::Redo&) const {
        if (!s.m_history.can_redo()) return;
        s.event("redo " + s.m_history.redo_name());
        s.m_workspace.toasts.last = "Done again: " + s.m_history.redo_name();
        s.m_history.redo();
    }
    void operator()(const ui::OpenFile& wish) const { s.open_file(wish.path); }
    void operator()(const ui::SaveProject& wish) const { s.save(wish.path); }
    void operator()(const ui::RunAnalysis& wish) const { s.start_analysis(wish); }
    void operator()(const ui::Quit&) const { s.ask_to_quit(); }
    void operator()(const ui::AnswerUnsaved& wish) const { s.take_answer(wish.answer); }
    void operator()(const ui::CancelJob&) const {
        s.event("cancel asked");
        s.m_jobs.cancel();
    }
    template <class Other>
    void operator()(const Other&) const {}  // the camera's and the window's
};

void Session::handle(const ui::Intents& intents, double now_s) {
    m_now_s = now_s;
    for (const core::Command& command : intents.commands) run(command);
    for (const ui::Request& request : intents.requests) std::visit(HandleRequest{*this}, request);
    // The question where to save was left without an answer: nothing waits for it any more.
    if (m_saving_first && !m_jobs.busy() && !m_workspace.files.open && !m_workspace.files.wanted) {
        m_saving_first = false;
        m_pending.reset();
        next_file();
    }
    forget_answers_of_another_audience();
    core::Project shown = project();
    for (const core::Command& preview : intents.previews)
        if (core::Result<core::Project> next = core::apply(shown, preview)) shown = std::move(*next);
    release(shown);
}

void Session::add_result(ops::Output& output) {
    core::Layer layer = ops::layer_from(output);
    const core::LayerId id = project().next_id;
    run(core::AddLayer{std::move(layer)});
    m_workspace.analysis.result = id;
    m_workspace.layers.selected = id;
}

void Session::finish_analysis(AnalysisDone& done) {
    ui::AnalysisPanel& form = m_workspace.analysis;
    form.running = false;
    if (!done.output) {
        if (done.output.kind() == core::ErrorKind::Cancelled) {
            event("job cancelled");
            say("Cancelled. Nothing was changed.");
        } else {
            form.error = done.output.message();
            event("job refused " + form.error);
        }
        return;
    }
    const bool still_there = std::all_of(done.inputs.begin(), done.inputs.end(), [&](const JobInput& input) {
        const core::Layer* layer = project().find(input.layer);
        return layer != nullptr && layer->table == input.table;
    });
    if (!still_there) {
        event("job dropped");
        say("The analysis ended, but a layer that it read is gone; its result was not added.", Tone::Warning);
        return;
    }
    event("job done");
    ops::Output& output = *done.output;
    core::Record answer;
    answer.set("parameters", output.provenance.parameters);
    answer.set("sentence", output.sentence);
    answer.set("warnings", std::vector<core::Value>(output.warnings.begin(), output.warnings.end()));
    std::vector<core::TablePtr> from{output.table};
    for (const JobInput& input : done.inputs) from.push_back(input.table);
    const auto released = m_gate.release(answer, from, project().audience);
    if (output.table) add_result(output);
    if (!released) {
        if (!output.table) form.sentence = released.message();
        return;
    }
    if (const auto* warnings = std::get_if<std::vector<core::Value>>(&(*released)->find("warnings")->data)) {
        for (const core::Value& warning : *warnings) say(warning.text(), Tone::Warning);
    } else if (!output.warnings.empty()) {
        say("The warnings are left out because they rest on hidden counts.", Tone::Warning);
    }
    if (output.table) return;  // its layer says the sentence, through the gate
    form.sentence = (*released)->find("sentence")->text();
    if (form.sentence.empty() && !output.sentence.empty()) {
        form.sentence = "The answer is left out because it rests on hidden counts.";
        for (const std::string& why : released->note().sentences) form.sentence += " " + why;
    }
}

void Session::finish_load(FileLoaded& done) {
    const std::string name = std::filesystem::path(done.path).filename().string();
    if (!done.loaded) {
        event("file refused " + name);
        if (done.loaded.kind() == core::ErrorKind::Cancelled) say("Cancelled. Nothing was added.");
        else m_workspace.report = refusal_card(name, done.loaded.diagnostics());
        return;
    }
    ops::Loaded& loaded = *done.loaded;
    core::TablePtr table = loaded.table;
    std::string attached;
    if (std::holds_alternative<std::monostate>(*table->geometry)) {
        // Figures without a place belong beside areas that have their codes: the first layer that fits takes
        // them.
        for (auto layer = project().layers.rbegin(); layer != project().layers.rend() && attached.empty();
             ++layer) {
            if (layer->table->polygons() == nullptr || layer->provenance) continue;
            core::Result<ops::Joined> joined = ops::join_attributes(layer->table, table);
            if (!joined) continue;
            loaded.warnings.insert(loaded.warnings.end(), joined->warnings.begin(), joined->warnings.end());
            for (core::Provenance::Input& source : ops::sources_of(*layer, "areas"))
                loaded.sources.push_back(std::move(source));
            loaded.table = joined->table;
            attached = layer->name;
        }
        if (attached.empty()) {
            event("file refused " + name);
            m_workspace.report = refusal_card(
                name,
                {core::Diagnostic{
                    core::Severity::Error,
                    "The file was read, but it has no positions, and no layer has areas with its codes.",
                    name, 0, "", "Add the boundaries of its areas first, then this file again."}});
            return;
        }
    }
    core::Layer layer = ops::layer_from(loaded, loaded.table->info.name, default_style(*loaded.table));
    const bool first = project().layers.empty();
    const core::LayerId id = project().next_id;
    run(core::AddLayer{std::move(layer)});
    m_workspace.layers.selected = id;
    if (first) ++m_opened;
    m_workspace.report = import_card(name, loaded, attached);
    event("file added " + name);
}

void Session::finish_open(ProjectLoaded& done) {
    if (!done.project) {
        event("project refused");
        m_workspace.report =
            refusal_card(done.path.empty() ? "Demo borough" : done.path, done.project.diagnostics());
        return;
    }
    if (const auto checked = m_gate.release(*done.project); !checked) {
        event("project refused");
        m_workspace.report = refusal_card(done.path, checked.diagnostics());
        return;
    }
    if (changed()) {
        m_workspace.unsaved = "Opening “" + done.project->name + "” closes “" + project().name + "”.";
        m_pending = std::move(done);
        event("unsaved asked");
        return;
    }
    replace_project(done);
}

void Session::replace_project(ProjectLoaded& done) {
    m_history = core::History(std::move(*done.project));
    m_saved = m_history.current();
    m_path = done.path;
    m_workspace.layers = {};
    m_workspace.analysis = {};
    ++m_opened;
    event("project opened " + project().name);
    for (const core::Diagnostic& diagnostic : done.project.diagnostics())
        say(core::to_string(diagnostic), Tone::Warning);
}

void Session::ask_to_quit() {
    if (!changed()) {
        m_quitting = true;
        return;
    }
    m_pending = Quitting{};
    m_saving_first = false;
    m_workspace.unsaved = "Safeground is about to close.";
    event("unsaved asked");
}

void Session::take_answer(ui::AnswerUnsaved::Answer answer) {
    m_workspace.unsaved.clear();
    if (!m_pending) return;
    using Answer = ui::AnswerUnsaved::Answer;
    if (answer == Answer::Discard) return go_on();
    if (answer == Answer::Cancel) {
        m_pending.reset();
        next_file();
        return;
    }
    m_saving_first = true;
    save({});
}

void Session::go_on() {
    m_saving_first = false;
    std::optional<std::variant<Quitting, ProjectLoaded>> pending = std::exchange(m_pending, std::nullopt);
    if (!pending) return;
    if (auto* loaded = std::get_if<ProjectLoaded>(&*pending)) {
        replace_project(*loaded);
        next_file();
    } else {
        m_quitting = true;
    }
}

struct Session::TakeOutcome {
    Session& s;
    void operator()(AnalysisDone& done) const { s.finish_analysis(done); }
    void operator()(FileLoaded& done) const { s.finish_load(done); }
    void operator()(ProjectLoaded& done) const { s.finish_open(done); }
    void operator()(ProjectSaved& done) const {
        if (!done.saved) {
            s.say(done.saved.message(), Tone::Error);
            if (s.m_saving_first) s.m_pending.reset();  // what could not be saved is not thrown away
            s.m_saving_first = false;
            return;
        }
        s.m_saved = done.project;
        s.m_path = done.path;
        s.event("project saved " + done.path);
        s.say("Saved as " + done.path + ".");
        if (s.m_saving_first && !s.changed()) s.go_on();
    }
};

bool Session::poll(double now_s) {
    m_now_s = now_s;
    std::optional<Outcome> outcome = m_jobs.poll();
    if (!outcome) return false;
    std::visit(TakeOutcome{*this}, *outcome);
    next_file();
    forget_answers_of_another_audience();
    release(project());
    return true;
}

}  // namespace safeground::app
