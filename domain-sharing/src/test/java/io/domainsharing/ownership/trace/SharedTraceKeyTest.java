// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.FakeClock;
import io.domainsharing.ownership.state.MemoryState;
import io.domainsharing.ownership.state.StateKey;
import io.domainsharing.ownership.state.StateKind;
import io.domainsharing.ownership.state.StateValue;
import io.domainsharing.ownership.state.UnreliableState;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedTraceKeyTest {
    private static final CanonicalAddress BOB = new CanonicalAddress("bob@example.com");

    private final UnreliableState state = new UnreliableState(new MemoryState(new FakeClock()));

    @Test
    void nodesShouldTakeEachOthersLinesForTheirOwn(@TempDir Path folder) {
        String before = TraceKeyFile.open(folder.resolve("one")).token("m", BOB);
        TraceKey one = SharedTraceKey.open(folder.resolve("one"), state);
        TraceKey other = SharedTraceKey.open(folder.resolve("other"), state);

        assertThat(one.token("m", BOB)).isEqualTo(before);
        assertThat(other.token("m", BOB)).isEqualTo(before);
        assertThat(other.isSignature(one.signature("m", "line"), "m", "line")).isTrue();
    }

    @Test
    void startShouldFailWhenTheKeyCannotBeRead(@TempDir Path folder) throws Exception {
        state.goAway();
        assertThatThrownBy(() -> SharedTraceKey.open(folder, state))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the database is away");
        state.comeBack();
        state.putIfAbsent(StateKey.only(StateKind.TRACE_KEY), StateValue.lasting("c2hvcnQ="));

        assertThatThrownBy(() -> SharedTraceKey.open(folder, state))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Remove its row")
                .hasMessageNotContaining("c2hvcnQ=");
    }
}
