// latlas-hdf5: reads HDF5 files for Latlas in a process of its own, since HDF5's library may crash.
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/isolated_program.h"
#include "core/data/hdf5_reader/hdf5_library.h"
#include "core/data/hdf5_reader/hdf5_requests.h"

namespace {

using namespace latlas;
using namespace latlas::data;

void answer(const std::vector<std::string>& arguments, IsolatedOutput& output) {
  const Hdf5Request request = hdf5RequestIn(arguments);
  switch (request.kind) {
    case Hdf5Request::Kind::list: {
      const std::string found =
          listHdf5(request.path).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
      return output.write({reinterpret_cast<const std::uint8_t*>(found.data()), found.size()});
    }
    case Hdf5Request::Kind::rows:
      return readHdf5Rows(request.path, request.dataset, request.first, request.count, output);
    case Hdf5Request::Kind::texts: return readHdf5Texts(request.path, request.dataset, output);
  }
}

}  // namespace

int main(int argc, char** argv) { return runIsolatedTask(argc, argv, answer); }
