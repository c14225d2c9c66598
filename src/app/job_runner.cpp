#include "app/job_runner.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <mutex>
#include <thread>

namespace safeground::app {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kBetweenWakes = std::chrono::milliseconds(80);

}  // namespace

struct JobRunner::Job {
    std::string title;
    bool analysis = false;

    std::mutex mutex;  // guards everything below
    double fraction = 0;
    std::string step;
    std::optional<Outcome> outcome;
    std::exception_ptr broken;  // out of memory and the like: thrown again on the frame thread
    Clock::time_point last_wake{};

    std::jthread thread;  // last: joined before the rest goes
};

JobRunner::JobRunner(std::function<void()> wake) : m_wake(std::move(wake)) {}
JobRunner::~JobRunner() = default;

bool JobRunner::start(std::string title, bool analysis, Work work) {
    if (m_job) return false;
    m_job = std::make_unique<Job>();
    m_job->title = std::move(title);
    m_job->analysis = analysis;
    Job* const job = m_job.get();  // lives until the thread is joined
    m_job->thread = std::jthread([job, wake = m_wake, run = std::move(work)](const std::stop_token& stop) {
        const core::Progress progress(stop, [job, wake](double fraction, std::string_view step) {
            {
                const std::lock_guard lock(job->mutex);
                job->fraction = std::max(job->fraction, fraction);
                if (!step.empty()) job->step = step;
                const Clock::time_point now = Clock::now();
                if (now - job->last_wake < kBetweenWakes) return;
                job->last_wake = now;
            }
            if (wake) wake();
        });
        try {
            Outcome outcome = run(progress);
            const std::lock_guard lock(job->mutex);
            job->outcome = std::move(outcome);
        } catch (...) {
            const std::lock_guard lock(job->mutex);
            job->broken = std::current_exception();
        }
        if (wake) wake();
    });
    return true;
}

std::optional<JobRunner::Status> JobRunner::status() const {
    if (!m_job) return std::nullopt;
    const std::lock_guard lock(m_job->mutex);
    return Status{m_job->title, m_job->step, m_job->fraction, m_job->analysis,
                  m_job->thread.get_stop_source().stop_requested()};
}

void JobRunner::cancel() {
    if (m_job) m_job->thread.request_stop();
}

std::optional<Outcome> JobRunner::poll() {
    if (!m_job) return std::nullopt;
    {
        const std::lock_guard lock(m_job->mutex);
        if (!m_job->outcome && !m_job->broken) return std::nullopt;
    }
    m_job->thread.join();
    const std::unique_ptr<Job> ended = std::move(m_job);
    if (ended->broken) std::rethrow_exception(ended->broken);
    return std::move(ended->outcome);
}

}  // namespace safeground::app
