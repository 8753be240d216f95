#include "core/data/hdf5_reader/hdf5_requests.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <stdexcept>

namespace latlas::data {
namespace {

constexpr std::array kKinds{"list", "rows", "texts"};  // [Kind]

}  // namespace

std::vector<std::string> argumentsOf(const Hdf5Request& request) {
  return {kKinds[static_cast<std::size_t>(request.kind)], request.path.string(), request.dataset,
          std::to_string(request.first), std::to_string(request.count)};
}

Hdf5Request hdf5RequestIn(const std::vector<std::string>& arguments) {
  const auto kind = std::find(kKinds.begin(), kKinds.end(), arguments.at(0));
  if (kind == kKinds.end()) throw std::invalid_argument("no such request: " + arguments.at(0));
  return {static_cast<Hdf5Request::Kind>(std::distance(kKinds.begin(), kind)), arguments.at(1),
          arguments.at(2), std::stoll(arguments.at(3)), std::stoll(arguments.at(4))};
}

}  // namespace latlas::data
