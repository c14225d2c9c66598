#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/project.hpp"
#include "core/value.hpp"

namespace safeground::disclosure {

class Gate;

/// What an output must carry with it.
struct ReleaseNote {
    std::string audience;  ///< "board"
    std::string marking;   ///< "OFFICIAL-SENSITIVE · SYNTHETIC DATA"
    bool synthetic = false;
    std::size_t hidden_cells = 0;        ///< primary and derived
    std::vector<std::string> sentences;  ///< what was hidden, rounded or withheld, and why, for people
    bool operator==(const ReleaseNote&) const = default;
};

/// A value that may leave the house for one audience. Only Gate makes one: render, ui, report and the writers
/// of io take nothing else, so the compiler refuses an output that went round the gate.
template <class T>
class Released {
public:
    const T& operator*() const { return m_value; }
    const T* operator->() const { return &m_value; }
    const ReleaseNote& note() const { return m_note; }

private:
    friend class Gate;
    Released(T value, ReleaseNote note) : m_value(std::move(value)), m_note(std::move(note)) {}
    T m_value;
    ReleaseNote m_note;
};

}  // namespace safeground::disclosure
