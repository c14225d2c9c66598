#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/progress.hpp"
#include "core/project.hpp"
#include "core/result.hpp"
#include "ops/load.hpp"
#include "ops/operation.hpp"

namespace safeground::app {

/// What a job was started from: its result is only used if all of these are still there, unchanged.
struct JobInput {
    core::LayerId layer = 0;
    core::TablePtr table;
};

struct AnalysisDone {
    std::vector<JobInput> inputs;
    core::Result<ops::Output> output;
};
struct FileLoaded {
    std::string path;
    core::Result<ops::Loaded> loaded;
};
struct ProjectLoaded {
    std::string path;  ///< empty: the demo
    core::Result<core::Project> project;
};
struct ProjectSaved {
    std::string path;
    core::ProjectPtr project;  ///< the snapshot that was written
    core::Result<bool> saved;
};
using Outcome = std::variant<AnalysisDone, FileLoaded, ProjectLoaded, ProjectSaved>;

/// One long job at a time on a thread of its own. The work captures snapshots by value and returns an
/// outcome; the frame thread polls. All members are for the frame thread only.
class JobRunner {
public:
    using Work = std::function<Outcome(const core::Progress&)>;
    struct Status {
        std::string title, step;
        double fraction = 0;
        bool analysis = false, cancelling = false;
    };

    /// `wake` is called from the worker when there is something to draw, at most some ten times a second.
    explicit JobRunner(std::function<void()> wake = {});
    /// Cancels and waits.
    ~JobRunner();

    bool busy() const { return m_job != nullptr; }
    /// False, and nothing happens, when one is running.
    bool start(std::string title, bool analysis, Work work);
    std::optional<Status> status() const;
    void cancel();
    /// The outcome, once, when the job has ended. A cancelled job's outcome is a Cancelled failure, or its
    /// result when it ended before it noticed.
    std::optional<Outcome> poll();

private:
    struct Job;
    std::function<void()> m_wake;
    std::unique_ptr<Job> m_job;
};

}  // namespace safeground::app
