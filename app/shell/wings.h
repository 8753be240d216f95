// The wings of the window. A new one is a line here, and its folder in app/CMakeLists.txt.
#pragma once

#include "app/dataset/dataset_controller.h"
#include "app/losses/losses_controller.h"
#include "app/map/map_controller.h"
#include "app/notes/notes_controller.h"
#include "app/runs/runs_controller.h"
#include "app/shell/wing_list.h"
#include "app/training/training_controller.h"
#include "app/traverse/traverse_controller.h"

namespace latlas::app {

// In the order in which they are called: runs are saved after what was opened has replaced one.
// clang-format off
using Wings = WingList<DatasetController,
                       TrainingController,
                       MapController,
                       TraverseController,
                       LossesController,
                       NotesController,
                       RunsController>;
// clang-format on

}  // namespace latlas::app
