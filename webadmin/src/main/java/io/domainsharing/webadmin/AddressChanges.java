// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import io.domainsharing.ownership.digest.OwnChanges;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Has each address looked up that a change by whatever route of James's WebAdmin names in its path: an account that is deleted there is out
 * of this server's digest at once. James tells nobody else that an address has come or gone. Costs nothing but a look at the path.
 */
final class AddressChanges {
    private static final Set<String> METHODS = Set.of("PUT", "POST", "PATCH", "DELETE");
    private static final int MOST = 8;

    private final OwnChanges changes;

    @Inject
    AddressChanges(OwnChanges changes) {
        this.changes = changes;
    }

    void define(Service service) {
        service.after(this::look);
    }

    private void look(Request request, Response response) {
        if (METHODS.contains(request.requestMethod()) && !request.uri().startsWith(DomainSharingRoutes.BASE)) {
            addresses(request.uri());
            changes.somethingChanged();
        }
    }

    private void addresses(String path) {
        int found = 0;
        for (String segment : path.split("/", -1)) {
            Optional<MailAddress> address = found < MOST ? addressIn(segment) : Optional.empty();
            if (address.isPresent()) {
                found++;
                changes.lookAt(address.get());
            }
        }
    }

    private static Optional<MailAddress> addressIn(String segment) {
        try {
            String text = URLDecoder.decode(segment, StandardCharsets.UTF_8);
            return text.indexOf('@') > 0 ? Optional.of(new MailAddress(text)) : Optional.empty();
        } catch (AddressException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
