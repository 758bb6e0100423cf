// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import io.domainsharing.ownership.FakeClock;
import java.time.Duration;

class MemoryStateTest implements SharedStateContract {
    private final FakeClock clock = new FakeClock();
    private final SharedState state = new MemoryState(clock);

    @Override
    public SharedState one() {
        return state;
    }

    @Override
    public SharedState other() {
        return state;
    }

    @Override
    public void pass(Duration time) {
        clock.advance(time);
    }
}
