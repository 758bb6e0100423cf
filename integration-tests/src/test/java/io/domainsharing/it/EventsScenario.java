// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.domainsharing.ownership.state.SiteEvent;
import io.domainsharing.ownership.state.SiteEvent.Kind;
import io.domainsharing.ownership.state.SiteEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What nodes of a site tell each other, whatever it goes over. */
final class EventsScenario {
    static final SiteEvent EVENT = new SiteEvent(Kind.FOUND, "\u00e4nn@example.com tokyo");

    private EventsScenario() {}

    /** One that tells, and keeps what it hears. */
    static final class Node {
        final SiteEvents events;
        final List<SiteEvent> heard = new CopyOnWriteArrayList<>();

        Node(SiteEvents events) {
            this.events = events;
            events.start(heard::add);
        }
    }

    /** Each event reaches all others once, also after the server between them was killed and is back. */
    static void play(Node one, Node other, Node third, Runnable killAndStart) {
        await().untilAsserted(() -> {
            one.events.tell(EVENT);
            assertThat(other.heard).contains(EVENT);
            assertThat(third.heard).contains(EVENT);
        });
        other.events.tell(SiteEvent.of(Kind.PEERS));
        await().untilAsserted(() -> assertThat(one.heard).containsExactly(SiteEvent.of(Kind.PEERS)));
        await().untilAsserted(() -> assertThat(third.heard).containsOnlyOnce(SiteEvent.of(Kind.PEERS)));
        assertThat(one.heard).as("what it told itself").doesNotContain(EVENT);

        killAndStart.run();

        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            third.events.tell(SiteEvent.of(Kind.EVICT_ALL));
            assertThat(one.heard).contains(SiteEvent.of(Kind.EVICT_ALL));
            assertThat(other.heard).contains(SiteEvent.of(Kind.EVICT_ALL));
        });
    }
}
