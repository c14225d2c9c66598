#pragma once

#include <map>
#include <string>
#include <vector>

#include "ui/screen.hpp"

namespace safeground::app {

/// Says on standard output, for tests that drive the window from outside: "RECT name x0 y0 x1 y1" when a
/// widget is new or elsewhere, "GONE name", "READY" once, "EVENT words" for what happened. Times of frames go
/// to standard error at the end.
class Announcer {
public:
    explicit Announcer(bool on) : m_on(on) {}
    void frame(const ui::Rects& rects, const std::vector<std::string>& events, bool ready);
    void moved(double milliseconds) {
        m_moving.push_back(milliseconds);
    }  ///< a frame in which the camera moved
    void summary() const;

private:
    bool m_on = false, m_ready = false;
    int m_frames = 0;
    std::map<std::string, ui::Rect> m_before;
    std::vector<double> m_moving;
};

}  // namespace safeground::app
