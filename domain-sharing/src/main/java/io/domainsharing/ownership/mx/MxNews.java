// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.mx;

import org.apache.james.core.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what DNS says of the MX hosts of one domain, once for as long as it says so. Used by one thread at a time. */
final class MxNews {
    private static final Logger LOGGER = LoggerFactory.getLogger(MxPeers.class);

    private final Domain domain;
    private String last = "";

    MxNews(Domain domain) {
        this.domain = domain;
    }

    Domain domain() {
        return domain;
    }

    void hosts(MxRank rank) {
        boolean isAmong = rank.own().isPresent();
        if (!isNews((isAmong ? "among " : "not among ") + rank.others())) {
            return;
        }
        if (isAmong || rank.others().isEmpty()) {
            LOGGER.info("{} has these peers by MX: {}", domain.asString(), rank.others());
        } else {
            LOGGER.warn(
                    "None of the MX hosts of {} is this server, so all of them are taken for peers: {}. If one of them is it,"
                            + " add its name or address to conf/domainsharing.xml: <mx><self>{}</self></mx>",
                    domain.asString(),
                    rank.others(),
                    rank.others().get(0).name());
        }
    }

    void noMail() {
        if (isNews("no mail")) {
            LOGGER.warn("{} takes no mail, says DNS (a null MX, RFC 7505): it has no peers", domain.asString());
        }
    }

    /** @param isMissing whether DNS has not spoken since the start */
    void missing(String detail, boolean isMissing) {
        if (isNews("missing " + detail)) {
            LOGGER.warn(
                    "The MX hosts of {} cannot be told now ({}). {}",
                    domain.asString(),
                    detail,
                    isMissing
                            ? "Addresses that no server claims are answered 451 until they can"
                            : "They stay as they are");
        }
    }

    private boolean isNews(String text) {
        boolean isNews = !text.equals(last);
        last = text;
        return isNews;
    }
}
