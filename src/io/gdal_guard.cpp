#include "io/gdal_guard.hpp"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal.h>
#include <ogr_srs_api.h>

#include <algorithm>
#include <mutex>

namespace safeground::io {
namespace {

void CPL_STDCALL collect(CPLErr level, CPLErrorNum, const char* message) {
    auto* messages = static_cast<GdalMessages*>(CPLGetErrorHandlerUserData());
    if (messages == nullptr || message == nullptr || level == CE_None || level == CE_Debug) return;
    messages->add(level >= CE_Failure, message);
}

}  // namespace

void start_gdal() {
    static std::once_flag once;
    std::call_once(once, [] {
        CPLSetConfigOption("GDAL_DRIVER_PATH", "disable");  // no plug-ins from the user's environment
        CPLSetConfigOption("CPL_VSIL_CURL_ALLOWED_EXTENSIONS", ".none");
        CPLSetConfigOption("GDAL_HTTP_PROXY",
                           "127.0.0.1:9");  // whatever still tried to go out meets a closed door
        CPLSetConfigOption("OGR_SQLITE_LOAD_EXTENSIONS", nullptr);
        CPLSetConfigOption("SHAPE_RESTORE_SHX", "NO");  // never write beside the user's file
        OSRSetPROJEnableNetwork(0);
        GDALAllRegister();
    });
}

GdalMessages::GdalMessages() { CPLPushErrorHandlerEx(collect, this); }
GdalMessages::~GdalMessages() { CPLPopErrorHandler(); }

std::string GdalMessages::first(const std::string& otherwise) const {
    if (!m_errors.empty()) return m_errors.front();
    return m_warnings.empty() ? otherwise : m_warnings.front();
}

void GdalMessages::add(bool error, std::string message) {
    constexpr std::size_t kMost = 50;  // a damaged file can say the same thing for every row
    std::vector<std::string>& list = error ? m_errors : m_warnings;
    std::replace(message.begin(), message.end(), '\n', ' ');
    if (list.size() < kMost && std::find(list.begin(), list.end(), message) == list.end())
        list.push_back(std::move(message));
}

}  // namespace safeground::io
