#pragma once

#include <string>
#include <vector>

#include "ui/screen.hpp"

namespace safeground::ui {

/// Short messages above the status bar. They never take the focus; errors stay until they are closed.
struct Toasts {
    enum class Tone : std::uint8_t { Info, Warning, Error };
    struct Toast {
        std::string words;
        Tone tone = Tone::Info;
        double until_s = 0;  ///< in Screen::now_s
        int id = 0;
    };
    std::vector<Toast> shown;
    std::string last;  ///< for the status bar
    int next_id = 1;

    void say(std::string words, Tone tone, double now_s);
    /// When the next one goes; a large number when none does.
    double next_change_s() const;
};
void toasts(Toasts& state, Screen& screen, Rect room);

/// What came of an import or a refusal, in full: a card that stays until it is closed.
struct ReportCard {
    struct Line {
        std::string label, words;  ///< an empty label: a sentence
        Toasts::Tone tone = Toasts::Tone::Info;
    };
    std::string title;
    std::vector<Line> lines;
};
/// False when it was closed.
bool report_card(const ReportCard& report, Screen& screen, Rect room);

/// The list of keys and hands.
bool keys_card(Screen& screen, Rect room);
bool about_card(Screen& screen, Rect room);

}  // namespace safeground::ui
