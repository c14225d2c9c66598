#include "render/preparer.hpp"

namespace safeground::render {

Preparer::Preparer() : m_thread([this](const std::stop_token& stop) { work(stop); }) {}
Preparer::~Preparer() = default;

void Preparer::add(std::function<void(const core::Progress&)> job) {
    {
        const std::lock_guard lock(m_mutex);
        m_jobs.push_back(std::move(job));
    }
    m_more.notify_one();
}

void Preparer::work(const std::stop_token& stop) {
    const core::Progress progress(stop);
    while (true) {
        std::function<void(const core::Progress&)> job;
        {
            std::unique_lock lock(m_mutex);
            if (!m_more.wait(lock, stop, [this] { return !m_jobs.empty(); })) return;
            if (stop.stop_requested()) return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job(progress);
    }
}

}  // namespace safeground::render
