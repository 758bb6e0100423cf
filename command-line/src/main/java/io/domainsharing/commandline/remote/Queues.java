// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.domainsharing.commandline.remote.Answer.Done;
import io.domainsharing.commandline.remote.Answer.Failed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The queues that only this extension empties, as a running server tells of them. Blocks its caller.
 *
 * @param failure null: the server told
 * @param waiting what holds mail, or cannot tell, one text for each; empty: nothing waits
 */
public record Queues(@Nullable Failed failure, List<String> waiting) {
    public Queues {
        waiting = List.copyOf(waiting);
    }

    /** Asks. */
    public static Queues of(WebAdmin webAdmin) {
        List<String> waiting = new ArrayList<>();
        for (String list : List.of("peers", "gateways")) {
            Answer answer = webAdmin.send(Request.get("/" + list, Shape.LIST));
            if (answer instanceof Failed failed) {
                return new Queues(failed, List.of());
            }
            for (JsonNode each : ((Done) answer).body()) {
                String name =
                        each.path(list.equals("peers") ? "name" : "domain").asText();
                add(waiting, name, each.path("waiting"));
            }
        }
        Answer status = webAdmin.send(Request.get("", Shape.objectWith("undetermined")));
        if (status instanceof Failed failed) {
            return new Queues(failed, List.of());
        }
        add(
                waiting,
                "addresses without a known owner",
                ((Done) status).body().path("undetermined").path("waiting"));
        return new Queues(null, waiting);
    }

    private static void add(List<String> waiting, String whose, JsonNode count) {
        if (!count.isNumber()) {
            waiting.add("it cannot be told how much mail waits for " + whose);
        } else if (count.asLong() > 0) {
            waiting.add(count.asLong() + (count.asLong() == 1 ? " mail waits for " : " mails wait for ") + whose);
        }
    }
}
