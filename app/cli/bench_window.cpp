#include <nlohmann/json.hpp>

#include "app/cli/bench.h"
#include "app/cli/command.h"
#include "app/run_window.h"
#include "core/base/files.h"
#include "core/model/torch/torch_model.h"

namespace latlas::cli {

Figures benchWindow(const BenchOptions&) { throw Error("not here yet"); }

}  // namespace latlas::cli
