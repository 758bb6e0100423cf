// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.terminal.Word;
import java.util.List;
import java.util.StringJoiner;

/** What {@code domain-sharing watch} sees at one moment. */
record Look(Done status, Done peers, Done gateways, Done findings) {
    /** By the server's clock. */
    String at() {
        return status.date() == null ? "?" : status.date().toString();
    }

    /** For where there is no terminal: time, node, and figures that a program can take apart. */
    Word line() {
        JsonNode node = status.body();
        StringJoiner line = new StringJoiner(" ");
        line.add(at()).add(node.path("node").asText());
        for (String state : List.of("up", "refuses", "down", "unknown")) {
            line.add(state + '=' + node.path("peers").path(state).asLong());
        }
        line.add("waiting=" + waiting());
        line.add("errors=" + node.path("findings").path("errors").asLong());
        line.add("warnings=" + node.path("findings").path("warnings").asLong());
        return Word.of(line);
    }

    /** What WebAdmin answered, as one object. */
    JsonNode json() {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set("status", status.body());
        all.set("peers", peers.body());
        all.set("gateways", gateways.body());
        all.set("findings", findings.body());
        return all;
    }

    private long waiting() {
        long waiting = status.body().path("undetermined").path("waiting").asLong();
        for (JsonNode destinations : List.of(peers.body(), gateways.body())) {
            for (JsonNode destination : destinations) {
                waiting += destination.path("waiting").asLong();
            }
        }
        return waiting;
    }
}
