#pragma once

#include <functional>
#include <stop_token>
#include <string_view>

namespace safeground::core {

/// Progress and cancel of long work, as one argument. A default Progress never cancels and reports nowhere.
///
/// `report` may be called from any worker thread, so the callback must be safe for that. Work polls
/// `cancelled()` every few milliseconds, and returns `core::cancelled()` when it is true.
class Progress {
public:
    using Callback = std::function<void(double fraction, std::string_view step)>;

    Progress() = default;
    explicit Progress(std::stop_token stop, Callback callback = {})
        : m_stop(std::move(stop)), m_callback(std::move(callback)) {}

    bool cancelled() const { return m_stop.stop_requested(); }
    /// `fraction` from 0 to 1 of the work this Progress stands for.
    void report(double fraction, std::string_view step = {}) const {
        if (m_callback) m_callback(m_from + (m_to - m_from) * fraction, step);
    }
    /// A Progress for the part [from, to] of this work.
    Progress part(double from, double to) const {
        Progress inner = *this;
        inner.m_from = m_from + (m_to - m_from) * from;
        inner.m_to = m_from + (m_to - m_from) * to;
        return inner;
    }

private:
    std::stop_token m_stop;
    Callback m_callback;
    double m_from = 0.0;
    double m_to = 1.0;
};

}  // namespace safeground::core
