// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.waiting.MailOrder;
import io.domainsharing.ownership.waiting.QueuedMail;
import io.domainsharing.ownership.waiting.WaitingMail;
import java.util.Set;
import java.util.function.Function;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that is about single mails that wait: for a peer, for a gateway, for an owner. */
final class QueueRoutes {
    private static final String MAIL = ":mail";
    private static final String ACTION = "action";
    private static final String PREFIX = "domain-sharing-";
    private static final int USUAL = 100;
    private static final int MOST = 1_000;
    private static final Words<MailOrder> ORDERS = Words.of(MailOrder.class);

    private final WaitingMail waiting;
    private final PeerRoutes peers;
    private final GatewayRoutes gateways;
    private final AsciiJson json;

    @Inject
    QueueRoutes(WaitingMail waiting, PeerRoutes peers, GatewayRoutes gateways, AsciiJson json) {
        this.waiting = waiting;
        this.peers = peers;
        this.gateways = gateways;
        this.json = json;
    }

    void define(Service service, String base) {
        define(service, base + "/peers/:name/mails", request -> peers.peer(request)
                .name());
        define(service, base + "/gateways/:domain/mails", request -> gateways.gateway(request)
                .name());
        define(service, base + "/undetermined/mails", request -> WaitingMail.UNDETERMINED);
    }

    private void define(Service service, String path, Function<Request, PeerName> queue) {
        service.get(path, (request, response) -> list(queue.apply(request), request), json);
        service.post(path + "/" + MAIL, (request, response) -> order(queue.apply(request), request, response));
    }

    private QueuedMailView.Page list(PeerName queue, Request request) {
        Parameters.eachOnce(request, Set.of("after", "limit"));
        int limit = Parameters.limit(request, USUAL, MOST);
        try {
            QueuedMail.Page page = waiting.mails(queue, request.queryParams("after"), limit)
                    .orElseThrow(() -> WebError.conflict("This queue of James cannot show its mails"));
            return QueuedMailView.Page.of(PREFIX + queue, page);
        } catch (MessagingException e) {
            throw WebError.failed("The queue " + PREFIX + queue + " cannot be read", e);
        }
    }

    private String order(PeerName queue, Request request, Response response) {
        Parameters.eachOnce(request, Set.of(ACTION));
        MailOrder order = wanted(request);
        try {
            switch (waiting.order(queue, request.params(MAIL), order)) {
                case TAKEN -> {
                    return Responses.returnNoContent(response);
                }
                case NO_SUCH_MAIL -> throw WebError.notFound(
                        "No such mail waits in " + PREFIX + queue + ": it may have left a moment ago");
                case NOT_POSSIBLE -> throw WebError.conflict("This James lets no single mail of " + PREFIX + queue
                        + " come before its time: its nodes share what waits. Have all of it tried (flush), or see"
                        + " /mailRepositories/var%2Fmail%2F" + PREFIX + queue);
            }
        } catch (MessagingException e) {
            throw WebError.failed("The queue " + PREFIX + queue + " fails; the mail waits on", e);
        }
        throw new IllegalStateException("every outcome is answered");
    }

    private static MailOrder wanted(Request request) {
        try {
            return ORDERS.parse(String.valueOf(request.queryParams(ACTION)));
        } catch (IllegalArgumentException e) {
            throw WebError.invalid(
                    "Write ?action=retry, to have it tried now, or ?action=return, to have it returned to its sender");
        }
    }
}
