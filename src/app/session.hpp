#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "app/job_runner.hpp"
#include "core/command.hpp"
#include "disclosure/gate.hpp"
#include "ui/workspace.hpp"

namespace safeground::app {

/// Everything behind the window but the window: the project and its history, the gate, the job, the view
/// state. No OpenGL and no GLFW, so that tests can drive it. One thread.
class Session {
public:
    /// `wake` is called from workers when there is something to draw. Fails when there are no audiences.
    static core::Result<std::unique_ptr<Session>> create(std::function<void()> wake = {});

    const core::Project& project() const { return *m_history.current(); }
    /// What the screen may show now, previews of a drag included.
    const disclosure::Released<core::Project>& released() const { return *m_released; }
    const ui::Prepared& prepared() const { return m_prepared; }
    const std::vector<disclosure::Audience>& audiences() const { return m_gate.audiences(); }
    const core::History& history() const { return m_history; }
    ui::Workspace& workspace() { return m_workspace; }
    std::optional<ui::JobView> job() const;
    bool busy() const { return m_jobs.busy() || !m_waiting.empty(); }
    /// Changes whenever another project was opened, so that the camera goes there.
    int opened() const { return m_opened; }
    bool changed() const { return m_history.current() != m_saved; }
    std::string saved_words() const;

    void open_demo();
    void open_file(const std::filesystem::path& path);
    /// Carries out what a frame's panels asked for. Requests that concern the camera or the window are left
    /// to the caller.
    void handle(const ui::Intents& intents, double now_s);
    /// Takes in what workers have finished. True when something changed.
    bool poll(double now_s);
    /// Ends the program now, or asks first when there is unsaved work; then quitting() becomes true.
    void ask_to_quit();
    bool quitting() const { return m_quitting; }
    void say(std::string words, ui::Toasts::Tone tone = ui::Toasts::Tone::Info);

    /// One line per thing that happened since the last call, for --announce.
    std::vector<std::string> take_events();

private:
    Session(disclosure::Gate gate, std::function<void()> wake);
    struct HandleRequest;
    struct TakeOutcome;
    void run(const core::Command& command);
    struct Breaks {
        core::TablePtr table;  ///< released
        core::Style asked, filled;
    };
    core::Project with_breaks(core::Project shown);
    void release(const core::Project& shown);
    void start_analysis(const ui::RunAnalysis& wish);
    void save(const std::filesystem::path& path);
    void finish_analysis(AnalysisDone& done);
    void finish_load(FileLoaded& done);
    void finish_open(ProjectLoaded& done);
    void add_result(ops::Output& output);
    void next_file();
    void replace_project(ProjectLoaded& done);
    void take_answer(ui::AnswerUnsaved::Answer answer);
    void go_on();
    void forget_answers_of_another_audience();
    void event(std::string line) { m_events.push_back(std::move(line)); }

    disclosure::Gate m_gate;
    core::History m_history;
    core::ProjectPtr m_saved;  ///< the snapshot that is on disk, or nobody's work yet
    std::filesystem::path m_path;
    std::optional<disclosure::Released<core::Project>> m_released;
    core::Project m_released_of;  ///< what m_released was made of
    std::map<core::LayerId, Breaks> m_breaks;
    ui::Prepared m_prepared;
    ui::Workspace m_workspace;
    JobRunner m_jobs;
    std::deque<std::filesystem::path> m_waiting;  ///< files to open when the job is done
    std::vector<std::string> m_events;
    struct Quitting {};
    /// What waits until somebody says what becomes of the unsaved work.
    std::optional<std::variant<Quitting, ProjectLoaded>> m_pending;
    bool m_saving_first = false;  ///< go on with m_pending when the project has been saved
    bool m_quitting = false;
    std::string m_audience;  ///< for which answers in words are on the screen
    double m_now_s = 0;
    int m_opened = 0;
};

}  // namespace safeground::app
