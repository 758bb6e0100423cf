// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings;

import java.util.Locale;

/**
 * What is looked at, in the files and in the running server: the name by which WebAdmin, the metrics and
 * docs/troubleshooting.md know a finding.
 */
public enum Rule {
    // domainsharing.xml
    SHARING_FILE(true),
    SWITCHED_OFF(false),
    NO_PEER(false),
    NO_MINGER(false),
    HELO_NAME(false),
    WEAK_SECRET(false),
    ADDRESS_FILE(true),
    DOMAIN_NOT_LOCAL(true),
    SAME_HOST(true),
    NAME_BY_CASE(true),
    MINGER_LOOPBACK(true),
    GATEWAY_LOOP(true),
    GATEWAY_LOCAL(true),
    ETRN_USER(false),
    CACHE_FOLDER(true),

    // smtpserver.xml
    LISTENERS_FILE(true),
    RCPT_HOOK_MISSING(true),
    RCPT_HOOK_ORDER(true),
    VALID_RCPT_HANDLER(true),
    MAIL_HOOK_MISSING(false),
    MAIL_HOOK_ORDER(true),
    MX_LISTENER(true),
    SUBMISSION_LISTENER(false),
    VRFY_COMMAND(false),
    ETRN_COMMAND(false),

    // mailetcontainer.xml
    PIPELINE_FILE(true),
    REWRITE_TABLE(true),
    HANDOVER_MISSING(true),
    BCC(false),
    STACK_TRACES(false),
    LIST_MAILETS(true),
    REMOTE_DELIVERY(false),
    REPOSITORY_IN_MEMORY(false),

    // the other files
    EXTENSION_LINE(true),
    EXTENSION_LINE_TWICE(true),
    EXTENSION_LINE_GLUED(true),
    EXTENSION_JAR(true),
    WEBADMIN_OFF(false),
    WEBADMIN_OPEN(false),
    CORS_ORIGIN(false),
    WEBADMIN_ROUTES(false),
    HEALTH_CHECK(false),
    PROPERTIES_FILE(false),
    PROPERTIES_INCLUDE(false),
    NOT_BOOLEAN(true),
    DOMAIN_LIST(false),
    LOG_SILENT(false),
    AUDIT_SILENT(false),

    // the network
    LOOKUP_BIND(false),
    HOST_UNKNOWN(false),
    PEER_NOT_ASKED(false),
    PEER_TRUSTED(false),
    PEER_DOWN(true),
    PEER_REFUSES(true),
    PEER_ACCEPTS_ALL(false),
    DIGEST_OLD(false),
    PEER_UNPROVEN(false),
    PEER_ASKS(true),
    SMTP_PORT(false),
    SMTP_AUTH(true),
    STARTTLS(false),
    SECRET_PAIR(true),
    MX_RECORDS(false),

    // the running server
    LATE_MAIL(true),
    HANDOVER_FAILS(true),
    PIN_WITHOUT_PEER(false),
    OTHER_FILES(true),
    REPLY_DIFFERS(true),
    LISTENER_SILENT(true),
    CHECK_FAILED(false),
    WEBADMIN(false),
    TOKEN_IN_CLEAR(false),
    CLOCK(false);

    private final boolean concernsMail;

    Rule(boolean concernsMail) {
        this.concernsMail = concernsMail;
    }

    /** Whether mail is refused, waits or goes astray for it: then the server is not healthy while there is one. */
    public boolean concernsMail() {
        return concernsMail;
    }

    /** As users see it, such as {@code rcpt-hook-missing}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
