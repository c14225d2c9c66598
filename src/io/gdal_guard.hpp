#pragma once

#include <string>
#include <vector>

namespace safeground::io {

/// Registers GDAL's drivers once and shuts its ways to the network. Safe from any thread.
void start_gdal();

/// While it lives, what GDAL says on this thread is collected instead of printed.
class GdalMessages {
public:
    GdalMessages();
    ~GdalMessages();
    GdalMessages(const GdalMessages&) = delete;
    GdalMessages& operator=(const GdalMessages&) = delete;

    const std::vector<std::string>& errors() const { return m_errors; }
    const std::vector<std::string>& warnings() const { return m_warnings; }
    /// The first error, else the first warning, else `otherwise`; on one line.
    std::string first(const std::string& otherwise) const;
    void add(bool error, std::string message);  ///< called by GDAL

private:
    std::vector<std::string> m_errors, m_warnings;
};

}  // namespace safeground::io
