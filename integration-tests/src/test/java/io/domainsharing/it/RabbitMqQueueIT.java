// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The queues are RabbitMQ's, which keep no delay and tell no size. */
@NeedsServer(DebianPackage.RABBITMQ)
@Tag("L2")
@Tag("P1")
class RabbitMqQueueIT extends DurableQueues {
    private static final String MAILS = "/domain-sharing/peers/osaka/mails";

    RabbitMqQueueIT() {
        super(DurableServer.onRabbitMq("paris-rabbitmq", "127.0.11."));
    }

    @Test
    void mailShouldBeListedAndNoOrderBePromisedThatAnotherNodeWouldNotKnow() {
        servers.handIn(2, "listed", "late-listed@example.com");
        servers.awaitWaiting("osaka", 2);

        Awaitility.await().until(() -> paris.webAdmin().get(MAILS).path("mails").size() == 2);
        JsonNode mail = paris.webAdmin().get(MAILS).path("mails").get(0);
        assertThat(mail.path("sender").asText()).isEqualTo(DurableServer.ALICE);
        assertThat(mail.path("recipients").toString()).isEqualTo("[\"late-listed@example.com\"]");
        HttpResponse<String> answer =
                paris.webAdmin().send("POST", MAILS + "/" + mail.path("name").asText() + "?action=return", "");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("its nodes share what waits");
        servers.osakasGate.open();
        servers.awaitWaiting("osaka", 0);
    }
}
