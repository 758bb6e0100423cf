// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.webadmin;

import java.util.Set;
import java.util.stream.Collectors;
import javax.mail.internet.AddressException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import spark.Request;

/** What stands in the path or the query of a request; a mistake in it ends the request with 400. */
final class Parameters {
    static final String ADDRESS = ":address";

    /** Conditions of RFC 9110, sections 13.1.1 and 13.1.2. */
    private static final String ONLY_IF_THERE = "If-Match";

    private static final String ONLY_IF_NEW = "If-None-Match";

    private Parameters() {}

    static MailAddress address(Request request) {
        try {
            return new MailAddress(request.params(ADDRESS));
        } catch (AddressException e) {
            throw WebError.invalid("This is not a mail address");
        }
    }

    static Domain domain(String text) {
        try {
            return Domain.of(text);
        } catch (IllegalArgumentException e) {
            throw WebError.invalid("This is not a domain");
        }
    }

    /** Whether it is to be done only to what is there: no version of anything here has a name, so * is all that can be said. */
    static boolean isOnlyIfThere(Request request) {
        return "*".equals(request.headers(ONLY_IF_THERE));
    }

    /** Whether it is to be done only where there is nothing yet. */
    static boolean isOnlyIfNew(Request request) {
        return "*".equals(request.headers(ONLY_IF_NEW));
    }

    /** A parameter that a typing error made another one must not count as left out. */
    static void onlyOneOf(Request request, Set<String> known) {
        Set<String> given = request.queryParams();
        if (!known.containsAll(given)) {
            throw WebError.invalid("Unknown query parameter: known are " + String.join(", ", known));
        }
        if (given.size() > 1 || given.stream().anyMatch(name -> request.queryParamsValues(name).length > 1)) {
            throw WebError.invalid("Give one query parameter, once");
        }
    }

    /** The same where several of them may be given. */
    static void eachOnce(Request request, Set<String> known) {
        Set<String> given = request.queryParams();
        if (!known.containsAll(given)) {
            throw WebError.invalid("Unknown query parameter: known are "
                    + known.stream().sorted().collect(Collectors.joining(", ")));
        }
        if (given.stream().anyMatch(name -> request.queryParamsValues(name).length > 1)) {
            throw WebError.invalid("Give each query parameter once");
        }
    }

    /** How long a page shall be: {@code limit}, or what is usual. */
    static int limit(Request request, int usual, int most) {
        String text = request.queryParamOrDefault("limit", Integer.toString(usual));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            throw WebError.invalid("limit is no number");
        }
        throw WebError.invalid("limit is not between 1 and " + most);
    }
}
