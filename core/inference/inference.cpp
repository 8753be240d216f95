#include "core/inference/inference.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace latlas::train {
namespace {

// Images decoded or encoded in one turn: a preview request waits for at most one such piece, a few
// milliseconds even for a convolutional network.
constexpr std::size_t kGridPiece = 16;
constexpr std::size_t kMapPiece = 64;
// After a map pass of t seconds the next begins no sooner than this many t later, so that the map
// leaves most of its core to the window and the trainer.
constexpr double kMapRest = 2.0;

// What goes beside the pictures: the numbers of vectors.
std::vector<float> valuesOf(std::vector<float> samples, const data::Shape& shape) {
  return shape.kind == data::Kind::vectors ? std::move(samples) : std::vector<float>{};
}

DecodedImages decodedImages(const DecodeRequest& request, const PublishedWeights& weights,
                            std::vector<float> samples) {
  const data::Shape& shape = weights.spec.shape;
  data::Images images = data::toImages(samples, shape);
  return {
      request.serial,   weights.run, weights.step, request.z, valuesOf(std::move(samples), shape),
      std::move(images)};
}

}  // namespace

struct Inference::State {
  struct DecodeOrder {
    std::shared_ptr<const DecodeRequest> request;
    std::uint64_t seen = 0;
    bool due = false;
  };

  std::shared_ptr<const PublishedWeights> weights;
  std::uint64_t weightsSeen = 0;
  std::unique_ptr<model::Model> reader;  // holds `weights`

  std::array<DecodeOrder, kDecodeSlots> orders;
  std::vector<float> gridPixels;  // of the grid being decoded; its progress is their number

  std::shared_ptr<const ReconstructRequest> reconstruct;
  std::uint64_t reconstructSeen = 0;
  bool reconstructDue = false;

  // A map is made with one moment's weights, so it keeps a model of its own while a pass lasts.
  std::shared_ptr<const ProbeRequest> probe;
  std::uint64_t probeSeen = 0;
  std::shared_ptr<const PublishedWeights> mapWeights;  // of the pass, or of the last map
  std::unique_ptr<model::Model> mapModel;
  bool mapInProgress = false;
  bool mapsTurn = false;  // before the next piece of the grid
  std::vector<float> mu;
  double mapBegun = 0.0;
  double nextMap = 0.0;
  std::shared_ptr<const LatentMap> lastMap;

  DecodeOrder& order(DecodeSlot slot) { return orders[static_cast<std::size_t>(slot)]; }
};

Inference::Inference(InferenceSetup setup)
    : setup_(std::move(setup)), state_(std::make_unique<State>()) {}
Inference::~Inference() = default;

void Inference::decode(DecodeSlot slot, DecodeRequest request) {
  decodeRequests_[static_cast<std::size_t>(slot)].publish(std::move(request));
  doorbell_.ring();
}

void Inference::reconstruct(ReconstructRequest request) {
  reconstructRequests_.publish(std::move(request));
  doorbell_.ring();
}

void Inference::probe(ProbeRequest request) {
  probeRequests_.publish(std::move(request));
  doorbell_.ring();
}

void Inference::waitForWork(std::stop_token stop) {
  if (mapIsWanted())
    doorbell_.waitFor(stop, std::max(0.0, state_->nextMap - setup_.clock()));
  else
    doorbell_.wait(stop);
}

std::unique_ptr<model::Model> Inference::makeModel(const model::ModelSpec& spec) const {
  return setup_.makeModel({.spec = spec, .purpose = model::Purpose::inference});
}

bool Inference::turn() {
  State& state = *state_;
  try {
    takeRequests();
    // A grid is finished with the weights it was begun with; it takes a few pieces.
    if (state.gridPixels.empty()) refreshWeights();
    if (!state.reader) return false;

    if (state.order(DecodeSlot::preview).due) return answerPreview(), true;
    if (state.reconstructDue) return answerReconstruction(), true;
    const bool gridDue = state.order(DecodeSlot::grid).due;
    const bool mapDue = state.mapInProgress || (mapIsWanted() && setup_.clock() >= state.nextMap);
    // Turn about: a grid that is due again with every new weights must not starve the map.
    state.mapsTurn = mapDue && (!gridDue || state.mapsTurn);
    if (state.mapsTurn) {
      state.mapsTurn = false;
      return encodeMapPiece(), true;
    }
    state.mapsTurn = true;
    if (gridDue) return answerGridPiece(), true;
  } catch (const std::exception& error) {
    // The orders at hand cannot be answered with these weights; newer ones may do better.
    for (auto& order : state.orders) order.due = false;
    state.gridPixels.clear();
    state.reconstructDue = false;
    state.mapInProgress = false;
    state.mapWeights = state.weights;
    failures_.publish(Failure{"decode", error.what()});
    if (setup_.wake) setup_.wake();
  }
  return false;
}

void Inference::takeRequests() {
  State& state = *state_;
  for (std::size_t slot = 0; slot < kDecodeSlots; ++slot) {
    auto& order = state.orders[slot];
    if (auto request = decodeRequests_[slot].readNewer(order.seen)) {
      order.request = std::move(request);
      order.due = !order.request->z.empty();
      if (slot == static_cast<std::size_t>(DecodeSlot::grid)) state.gridPixels.clear();
    }
  }
  if (auto request = reconstructRequests_.readNewer(state.reconstructSeen)) {
    state.reconstruct = std::move(request);
    state.reconstructDue = state.reconstruct->dataset != nullptr;
  }
  if (auto request = probeRequests_.readNewer(state.probeSeen)) {
    state.probe = std::move(request);
    state.mapInProgress = false;
    state.mapWeights = nullptr;
    state.lastMap = nullptr;
    state.nextMap = 0.0;
  }
}

void Inference::refreshWeights() {
  State& state = *state_;
  auto newer = setup_.weights->readNewer(state.weightsSeen);
  if (!newer) return;
  if (!state.reader || state.reader->spec() != newer->spec) state.reader = makeModel(newer->spec);
  state.reader->setWeights(newer->tensors);
  state.weights = std::move(newer);
  for (auto& order : state.orders) order.due = order.request && !order.request->z.empty();
  state.reconstructDue = state.reconstruct && state.reconstruct->dataset;
}

void Inference::answerPreview() {
  State& state = *state_;
  auto& order = state.order(DecodeSlot::preview);
  order.due = false;
  const auto latent = static_cast<std::size_t>(state.weights->spec.config.latent);
  const DecodeRequest& request = *order.request;
  // Asked for a model of another size, which the next weights or the next request will match.
  if (request.z.size() % latent != 0) return;
  const data::Shape shape = state.weights->spec.shape;
  std::vector<float> pixels(request.z.size() / latent * static_cast<std::size_t>(shape.size()));
  state.reader->decode(request.z, pixels);
  decoded_[static_cast<std::size_t>(DecodeSlot::preview)].publish(
      decodedImages(request, *state.weights, std::move(pixels)));
  if (setup_.wake) setup_.wake();
}

void Inference::answerGridPiece() {
  State& state = *state_;
  auto& order = state.order(DecodeSlot::grid);
  const auto latent = static_cast<std::size_t>(state.weights->spec.config.latent);
  const DecodeRequest& request = *order.request;
  if (request.z.size() % latent != 0) {
    order.due = false;
    return;
  }
  const data::Shape shape = state.weights->spec.shape;
  const auto imageSize = static_cast<std::size_t>(shape.size());
  const std::size_t count = request.z.size() / latent;
  const std::size_t done = state.gridPixels.size() / imageSize;
  const std::size_t piece = std::min(kGridPiece, count - done);
  state.gridPixels.resize((done + piece) * imageSize);
  state.reader->decode(std::span(request.z).subspan(done * latent, piece * latent),
                       std::span(state.gridPixels).subspan(done * imageSize));
  if (done + piece < count) return;

  order.due = false;
  decoded_[static_cast<std::size_t>(DecodeSlot::grid)].publish(
      decodedImages(request, *state.weights, std::exchange(state.gridPixels, {})));
  if (setup_.wake) setup_.wake();
}

void Inference::answerReconstruction() {
  State& state = *state_;
  state.reconstructDue = false;
  const ReconstructRequest& request = *state.reconstruct;
  const data::Shape shape = request.dataset->info().shape;
  if (shape != state.weights->spec.shape) return;
  const auto imageSize = static_cast<std::size_t>(shape.size());
  const auto latent = static_cast<std::size_t>(state.weights->spec.config.latent);
  std::vector<float> pair(2 * imageSize), mu(latent);
  const auto original = std::span(pair).first(imageSize);
  request.dataset->read(std::span(&request.row, 1), original);
  state.reader->encode(original, mu, {});
  state.reader->decode(mu, std::span(pair).last(imageSize));
  data::Images images = data::toImages(pair, shape);
  reconstructions_.publish(Reconstruction{request.serial, request.row, state.weights->step,
                                          std::move(mu), valuesOf(std::move(pair), shape),
                                          std::move(images)});
  if (setup_.wake) setup_.wake();
}

bool Inference::mapIsWanted() const {
  const State& state = *state_;
  return state.probe && state.probe->dataset && !state.probe->rows.empty() && state.weights &&
         state.probe->run == state.weights->run && state.mapWeights != state.weights;
}

void Inference::encodeMapPiece() {
  State& state = *state_;
  const ProbeRequest& probe = *state.probe;
  if (!state.mapInProgress) {
    state.mapWeights = state.weights;
    if (!state.mapModel || state.mapModel->spec() != state.mapWeights->spec)
      state.mapModel = makeModel(state.mapWeights->spec);
    state.mapModel->setWeights(state.mapWeights->tensors);
    state.mapInProgress = true;
    state.mapBegun = setup_.clock();
    state.mu.clear();
  }
  const auto imageSize = static_cast<std::size_t>(state.mapWeights->spec.shape.size());
  const auto latent = static_cast<std::size_t>(state.mapWeights->spec.config.latent);
  const std::size_t done = state.mu.size() / latent;
  const std::size_t piece = std::min(kMapPiece, probe.rows.size() - done);
  std::vector<float> pixels(piece * imageSize);
  probe.dataset->read(std::span(probe.rows).subspan(done, piece), pixels);
  state.mu.resize((done + piece) * latent);
  state.mapModel->encode(pixels, std::span(state.mu).subspan(done * latent), {});
  if (done + piece == probe.rows.size()) finishMap();
}

void Inference::finishMap() {
  State& state = *state_;
  state.mapInProgress = false;
  LatentMap map;
  map.run = state.mapWeights->run;
  map.step = state.mapWeights->step;
  map.dataset = state.probe->dataset;
  map.rows = state.probe->rows;
  map.latent = state.mapWeights->spec.config.latent;
  map.mu = std::move(state.mu);
  map.isPca = map.latent > 2 && map.rows.size() > 2;
  map.projection =
      map.isPca ? latent::principalComponents(map.mu, map.latent) : latent::rawAxes(map.latent);
  if (map.isPca && state.lastMap)
    map.projection = latent::alignedTo(map.projection, map.mu, state.lastMap->xy);
  map.xy = latent::project(map.projection, map.mu);
  state.lastMap = std::make_shared<const LatentMap>(std::move(map));
  state.mu.clear();
  const double now = setup_.clock();
  state.nextMap = now + kMapRest * (now - state.mapBegun);
  maps_.publish(state.lastMap);
  if (setup_.wake) setup_.wake();
}

}  // namespace latlas::train
