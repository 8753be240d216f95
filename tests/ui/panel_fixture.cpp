#include "tests/ui/panel_fixture.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "core/latent/linear_layout.h"
#include "tests/support/fake_model.h"

namespace latlas::test {

void PanelFixture::openData(std::int64_t count) {
  state.dataset = fakeDataset(count);
  state.sheet = {};
}

void PanelFixture::beginRun(train::RunState runState, int latent) {
  if (!state.dataset) openData();
  state.draft.model.latent = latent;
  train::Snapshot snapshot;
  snapshot.run = 1;
  snapshot.state = runState;
  snapshot.config = state.draft;
  snapshot.dataset = state.dataset;
  snapshot.trainCount = state.dataset->info().count - 10;
  snapshot.heldOutCount = 10;
  state.snapshot = std::make_shared<const train::Snapshot>(std::move(snapshot));
  state.traverse.z.assign(static_cast<std::size_t>(latent), 0.0f);
}

void PanelFixture::publish(const std::function<void(train::Snapshot&)>& change) {
  auto snapshot = std::make_shared<train::Snapshot>(*state.snapshot);
  change(*snapshot);
  state.snapshot = std::move(snapshot);
}

void PanelFixture::publishMap(const std::vector<float>& xy, std::int64_t step) {
  auto map = std::make_shared<inference::LatentMap>();
  map->run = 1;
  map->step = step;
  map->dataset = state.dataset;
  map->latent = state.snapshot->config.model.latent;
  const auto latent = static_cast<std::size_t>(map->latent);
  for (std::size_t i = 0; i < xy.size() / 2; ++i) {
    map->rows.push_back(static_cast<std::int64_t>(i));
    map->mu.resize((i + 1) * latent, 0.0f);
    map->mu[i * latent] = xy[2 * i];
    if (latent > 1) map->mu[i * latent + 1] = xy[2 * i + 1];
  }
  map->layout = latent::axesLayout(map->mu, map->latent);
  state.map.map = std::move(map);
}

void PanelFixture::publishPage(std::int64_t matches) {
  app::SheetPage page;
  page.dataset = state.dataset;
  page.filter = state.sheet.filter;
  page.matches = matches >= 0 ? matches : state.dataset->info().count;
  for (std::int64_t row = 0; row < std::min<std::int64_t>(page.matches, 60); ++row)
    page.rows.push_back(row);
  const data::Shape shape = state.dataset->info().shape;
  std::vector<float> values(page.rows.size() * static_cast<std::size_t>(shape.size()));
  state.dataset->read(page.rows, values);
  page.images = data::toImages(values, shape);
  if (shape.kind == data::Kind::vectors) page.values = values;
  state.sheet.page = std::make_shared<const app::SheetPage>(std::move(page));
}

}  // namespace latlas::test
