// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private final Lifecycle testee = new Lifecycle();
    private final List<String> events = new ArrayList<>();

    private AutoCloseable part(String name) {
        return () -> events.add("close " + name);
    }

    @Test
    void partsShouldStartInOrderAndOnceAndCloseInReverse() {
        testee.register(part("first"));
        testee.onStart(() -> events.add("start first"));
        testee.register(part("second"));
        testee.onStart(() -> events.add("start second"));

        testee.start();
        testee.start();
        testee.close();
        testee.close();

        assertThat(events).containsExactly("start first", "start second", "close second", "close first");
    }

    @Test
    void registeringShouldStartNothing() {
        testee.onStart(() -> events.add("start"));

        assertThat(events).isEmpty();
    }

    @Test
    void startThatFailsShouldCloseEverythingAndSayWhyToWhoeverAsksAgain() {
        testee.register(part("first"));
        testee.onStart(() -> {
            throw new IllegalStateException("the port is taken");
        });
        testee.onStart(() -> events.add("start second"));
        testee.register(part("second"));

        assertThatThrownBy(testee::start).hasMessage("the port is taken");
        assertThatThrownBy(testee::start).hasMessageContaining("the port is taken");

        assertThat(events).containsExactly("close second", "close first");
    }

    @Test
    void partThatComesLaterShouldStartAndCloseAtOnce() {
        testee.start();
        testee.onStart(() -> events.add("start late"));
        testee.close();
        testee.register(part("late"));

        assertThat(events).containsExactly("start late", "close late");
    }

    @Test
    void partThatDoesNotCloseShouldKeepNoOtherFromClosing() {
        testee.register(part("first"));
        testee.register(() -> {
            throw new IllegalStateException("bug");
        });

        testee.close();

        assertThat(events).containsExactly("close first");
    }

    @Test
    void samePartShouldBeClosedOnce() {
        AutoCloseable part = part("once");
        testee.register(part);
        testee.register(part);

        testee.close();

        assertThat(events).containsExactly("close once");
    }
}
