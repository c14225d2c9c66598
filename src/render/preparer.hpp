#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include "core/progress.hpp"

namespace safeground::render {

/// One worker that runs jobs in the order given. Destroying it cancels the job that runs and forgets the
/// others. Any thread.
class Preparer {
public:
    Preparer();
    ~Preparer();
    Preparer(const Preparer&) = delete;
    Preparer& operator=(const Preparer&) = delete;

    /// `job(const core::Progress&)`; what it throws comes out of the future.
    template <class Job>
    auto submit(Job job) -> std::future<decltype(job(std::declval<const core::Progress&>()))> {
        using Value = decltype(job(std::declval<const core::Progress&>()));
        auto task = std::make_shared<std::packaged_task<Value(const core::Progress&)>>(std::move(job));
        std::future<Value> future = task->get_future();
        add([task](const core::Progress& progress) { (*task)(progress); });
        return future;
    }

private:
    void add(std::function<void(const core::Progress&)> job);
    void work(const std::stop_token& stop);

    std::mutex m_mutex;
    std::condition_variable_any m_more;
    std::deque<std::function<void(const core::Progress&)>> m_jobs;
    std::jthread m_thread;  // last: it uses all of the above
};

}  // namespace safeground::render
