// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.SharedDomains;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.log.Audit;
import io.domainsharing.ownership.pin.Pin;
import io.domainsharing.ownership.pin.Pins;
import io.domainsharing.smtpclient.AddressSyntax;
import java.io.IOException;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.webadmin.utils.Responses;
import spark.Request;
import spark.Response;
import spark.Service;

/** The part of {@link DomainSharingRoutes} that is about addresses whose owner an operator says. A change may wait for the disk. */
final class PinRoutes {
    private final Pins pins;
    private final SharedDomains shared;
    private final AsciiJson json;

    @Inject
    PinRoutes(Pins pins, SharedDomains shared, AsciiJson json) {
        this.pins = pins;
        this.shared = shared;
        this.json = json;
    }

    void define(Service service, String base) {
        String one = base + "/" + Parameters.ADDRESS;
        service.get(base, (request, response) -> list(), json);
        service.get(one, (request, response) -> view(Parameters.address(request)), json);
        service.put(one, this::put);
        service.delete(one, this::remove);
    }

    private List<PinView> list() {
        return pins.all().stream().map(this::view).toList();
    }

    private PinView view(MailAddress address) {
        return pins.of(address).map(this::view).orElseThrow(() -> WebError.notFound("That address is not pinned"));
    }

    private PinView view(Pin pin) {
        return PinView.of(pin, pins.counts(pin));
    }

    private String put(Request request, Response response) {
        MailAddress address = Parameters.address(request);
        requireLookedUp(address);
        Pin pin = asked(address, request.body());
        Pins.Outcome outcome;
        try {
            outcome = pins.put(pin);
        } catch (IOException e) {
            throw WebError.failed("The pin cannot be stored; this server goes on as before", e);
        }
        refuse(outcome, pin);
        Audit.LOG.info("Pinned {} to {} {}", Audit.of(address), pin.owner(), end(pin));
        return Responses.returnNoContent(response);
    }

    /** Like James's own routes: what is not there is as gone as the client wants it, unless he says that he knows it is there. */
    private String remove(Request request, Response response) {
        MailAddress address = Parameters.address(request);
        boolean had;
        try {
            had = pins.remove(address);
        } catch (IOException e) {
            throw WebError.failed("The change cannot be stored; this server goes on as before", e);
        }
        if (had) {
            Audit.LOG.info("The pin of {} is removed", Audit.of(address));
        } else if (Parameters.isOnlyIfThere(request)) {
            throw WebError.preconditionFailed("That address is not pinned; nothing has changed");
        }
        return Responses.returnNoContent(response);
    }

    private void requireLookedUp(MailAddress address) {
        if (!shared.contains(address.getDomain())) {
            throw WebError.invalid("That domain is not shared, so nobody is asked about its addresses");
        }
        AddressSyntax syntax = AddressSyntax.of(address.asString());
        if (!syntax.isAscii()) {
            throw WebError.invalid("No other server can have that address: "
                    + (syntax.isValid() ? "it has characters beyond ASCII" : syntax.reason()));
        }
    }

    private static Pin asked(MailAddress address, String body) {
        try {
            return PinJson.parse(CanonicalAddress.of(address), body);
        } catch (BadConfigurationException e) {
            throw WebError.invalid(e.mistake());
        }
    }

    private static String end(Pin pin) {
        return pin.end().map(end -> "until " + end).orElse("until it is removed");
    }

    private static void refuse(Pins.Outcome outcome, Pin pin) {
        switch (outcome) {
            case DONE -> {
                // Nothing to refuse.
            }
            case NO_SUCH_PEER -> throw WebError.invalid(
                    "peer: there is no peer " + Escaped.of(pin.owner().value())
                            + " that shares that domain. Write the name of one, or " + Pin.HERE + " for this server");
            case OVER -> throw WebError.invalid(
                    "until: that time is over. Write one that is to come, or leave it out for no end");
            case TOO_MANY -> throw WebError.conflict(
                    "There are " + Pins.MAXIMUM + " pins already. Remove those that are not needed any more");
            case SWITCHED_OFF -> throw WebError.switchedOff();
        }
    }
}
