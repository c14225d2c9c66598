#include "app/announcer.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

namespace safeground::app {

void Announcer::frame(const ui::Rects& rects, const std::vector<std::string>& events, bool ready) {
    ++m_frames;
    if (!m_on) return;
    for (const auto& [name, r] : rects.all()) {
        const auto before = m_before.find(name);
        if (before != m_before.end() && before->second == r) continue;
        fmt::print("RECT {} {:.0f} {:.0f} {:.0f} {:.0f}\n", name, r.x0, r.y0, r.x1, r.y1);
    }
    for (const auto& [name, r] : m_before)
        if (rects.find(name) == nullptr) fmt::print("GONE {}\n", name);
    m_before = rects.all();
    for (const std::string& event : events) fmt::print("EVENT {}\n", event);
    // Before the third frame the window system may still lose a click.
    if (ready && !m_ready && m_frames >= 3) {
        m_ready = true;
        fmt::print("READY\n");
    }
    std::fflush(stdout);
}

void Announcer::summary() const {
    if (!m_on || m_moving.empty()) return;
    std::vector<double> sorted = m_moving;
    std::sort(sorted.begin(), sorted.end());
    fmt::print(
        stderr,
        "frames {}, of these with a moving map {}: median {:.1f} ms, 95 % {:.1f} ms, longest {:.1f} ms\n",
        m_frames, sorted.size(), sorted[sorted.size() / 2], sorted[sorted.size() * 95 / 100], sorted.back());
}

}  // namespace safeground::app
