// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.minger.client;

import io.domainsharing.minger.MingerStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the names of all events. */
final class RecordingMetrics implements MingerClientMetrics {
    final List<String> events = new CopyOnWriteArrayList<>();

    @Override
    public void sent(MingerServer server) {
        events.add("sent");
    }

    @Override
    public void answered(MingerServer server, MingerStatus status, Duration roundTrip) {
        events.add("answered " + status.digit());
    }

    @Override
    public void notAnswered(MingerServer server, MingerOutcome.Reason reason) {
        events.add("not answered " + reason);
    }

    @Override
    public void dropped(MingerServer server, DropReason reason) {
        events.add("dropped " + reason);
    }
}
