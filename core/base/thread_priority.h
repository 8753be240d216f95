// Which thread the processor serves first when there are more threads than cores.
#pragma once

namespace latlas {

// Lets the calling thread, and threads it starts later, yield to the rest of the program. `steps`
// are Unix nice levels, 0 to 19. No effect where threads have no nice level of their own (outside
// Linux) or the system refuses.
void yieldToOthers(int steps);

}  // namespace latlas
