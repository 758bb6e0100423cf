// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SiteEventTest {
    @ParameterizedTest
    @EnumSource(SiteEvent.Kind.class)
    void eventShouldComeAsItWasSent(SiteEvent.Kind kind) {
        SiteEvent event = new SiteEvent(kind, "\"a b\"@example.com oslo");

        assertThat(SiteEvent.parse(event.text())).contains(event);
        assertThat(SiteEvent.parse(SiteEvent.of(kind).text())).contains(SiteEvent.of(kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "peers", "later ann@example.com", " ", "PEERS "})
    void unknownTextShouldBeNoEvent(String text) {
        assertThat(SiteEvent.parse(text)).isEmpty();
    }

    @Test
    void longTextShouldBeNoEvent() {
        assertThat(SiteEvent.parse("evict " + "a".repeat(1_001))).isEmpty();
    }
}
