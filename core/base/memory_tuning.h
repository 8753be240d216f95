// glibc hands every large tensor back to the kernel and asks for it again at the next step; page
// faults then cost almost half of a training step of a small network (25.3k -> 42.5k images/s
// measured on 784-400-20-400-784, batch 128, two cores).
#pragma once

namespace latlas {

// Keeps freed memory in the process. Call once, first thing in main(). No effect outside glibc.
void keepFreedMemory();

// Gives the kernel the pages that are free now. Call after work that took far more memory than what
// goes on all the time, such as a save: what was taken meanwhile to be kept lies between the holes
// that the work leaves, so that the next time it needs new ones. Some milliseconds, of which other
// threads may wait for some when they take memory. No effect outside glibc.
void releaseFreedMemory();

}  // namespace latlas
