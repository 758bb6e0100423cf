// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.configuration;

import io.domainsharing.network.InWords;
import io.domainsharing.ownership.configuration.Block.Parser;
import io.domainsharing.smtpclient.Credentials;
import io.domainsharing.smtpclient.StartTls;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link HandoverConfiguration}. Beside the keys there are those properties of Jakarta Mail that mean the same as one of
 * them or have no key of their own; such a property wins, as in RemoteDelivery. Any other would have no effect, and is refused.
 */
final class HandoverKeys {
    private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,9}");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern SEPARATORS = Pattern.compile("[\\s,]+");
    private static final List<String> PREFIXES = List.of("mail.smtp.", "mail.smtps.");
    private static final List<String> PROPERTIES = List.of(
            "auth",
            "auth.mechanisms",
            "connectiontimeout",
            "localaddress",
            "localhost",
            "ssl.checkserveridentity",
            "ssl.protocols",
            "ssl.trust",
            "starttls.enable",
            "starttls.required",
            "timeout");
    private static final String TIME = "Write a duration such as 3 minutes, or a number of milliseconds";
    private static final String BOOL = "Write true or false";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Block block;

    private HandoverKeys(Block block) {
        this.block = block;
    }

    /** @throws BadConfigurationException a value is unusable, or a property has no effect */
    static HandoverConfiguration read(Block block) throws BadConfigurationException {
        return new HandoverKeys(block).read();
    }

    private HandoverConfiguration read() throws BadConfigurationException {
        HandoverConfiguration defaults = HandoverConfiguration.DEFAULT;
        String heloName = value("heloName", "localhost", HeloName::parse, "Write a host name such as mx1.example.com")
                .orElse(null);
        Duration connect = value("connectiontimeout", "connectiontimeout", HandoverKeys::time, TIME)
                .orElse(defaults.connectTimeout());
        Duration timeout = value("timeout", "timeout", HandoverKeys::time, TIME).orElse(defaults.timeout());
        InetAddress bind = value("bind", "localaddress", Values::address, "Write one of this server's IP addresses")
                .orElse(null);
        boolean sslEnable = block.value("sslEnable", Values::bool, BOOL).orElse(defaults.sslEnable());
        StartTls startTls = startTls(defaults.startTls());
        Set<String> trusted = property("ssl.trust", HandoverKeys::hosts, "Write * or host names, separated by spaces")
                .orElse(defaults.trusted());
        boolean verify = value("verifyServerIdentity", "ssl.checkserveridentity", Values::bool, BOOL)
                .orElse(defaults.verifyServerIdentity());
        List<String> protocols = property("ssl.protocols", HandoverKeys::protocols, "Write names such as TLSv1.3")
                .orElse(defaults.protocols());
        Credentials credentials = credentials();
        boolean debug = block.value("debug", Values::bool, BOOL).orElse(defaults.debug());
        rejectOtherProperties();
        return new HandoverConfiguration(
                heloName, connect, timeout, bind, sslEnable, startTls, trusted, verify, protocols, credentials, debug);
    }

    private StartTls startTls(StartTls otherwise) throws BadConfigurationException {
        StartTls said = value(
                        "startTLS",
                        "starttls.enable",
                        LookupConfiguration.START_TLS,
                        LookupConfiguration.START_TLS.remedy())
                .orElse(otherwise);
        boolean required = property("starttls.required", Values::bool, BOOL).orElse(false);
        return required ? StartTls.REQUIRED : said;
    }

    private @Nullable Credentials credentials() throws BadConfigurationException {
        String user = block.value("gatewayUsername", text -> text, "Write a user name")
                .orElse(null);
        String password =
                block.value("gatewayPassword", text -> text, "Write a password").orElse(null);
        List<String> mechanisms = property("auth.mechanisms", HandoverKeys::mechanisms, "Write PLAIN or LOGIN, or both")
                .orElse(Credentials.MECHANISMS);
        boolean login = property("auth", Values::bool, BOOL).orElse(true);
        if ((user == null) != (password == null)) {
            throw new BadConfigurationException(
                    block.pathOf(user == null ? "gatewayUsername" : "gatewayPassword"),
                    "is missing",
                    "Write both gatewayUsername and gatewayPassword, or none of them");
        }
        return user == null || password == null || !login ? null : new Credentials(user, password, mechanisms);
    }

    /** A key, or the property that says the same. */
    private <T> Optional<T> value(String key, String property, Parser<T> parser, String remedy)
            throws BadConfigurationException {
        Optional<T> own = block.value(key, parser, remedy);
        Optional<T> other = property(property, parser, remedy);
        return other.isPresent() ? other : own;
    }

    private <T> Optional<T> property(String property, Parser<T> parser, String remedy)
            throws BadConfigurationException {
        Optional<T> value = Optional.empty();
        for (String prefix : PREFIXES) {
            // Asked for only where it is there: these are no keys to be told to an operator who mistypes one.
            if (block.others().contains(prefix + property)) {
                value = block.value(prefix + property, parser, remedy);
            }
        }
        return value;
    }

    private void rejectOtherProperties() throws BadConfigurationException {
        for (String name : block.others()) {
            if (name.startsWith("mail.")) {
                throw new BadConfigurationException(
                        block.pathOf(name),
                        "has no effect on how Domain Sharing sends mail",
                        "Remove it. Of mail.smtp.* these have one: " + String.join(", ", PROPERTIES));
            }
        }
    }

    private static Duration time(String text) {
        boolean isNumber = MILLISECONDS.matcher(text).matches();
        Duration time = isNumber ? Duration.ofMillis(Long.parseLong(text)) : Values.duration(text);
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("'" + text + "' is not between " + InWords.duration(SHORTEST) + " and "
                    + InWords.duration(LONGEST));
        }
        return time;
    }

    private static Set<String> hosts(String text) {
        return SPACES.splitAsStream(text.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> mechanisms(String text) {
        List<String> mechanisms = List.of(SEPARATORS.split(text.toUpperCase(Locale.ROOT)));
        if (!Credentials.MECHANISMS.containsAll(mechanisms)) {
            throw new IllegalArgumentException("'" + text + "' is not of " + Credentials.MECHANISMS);
        }
        return mechanisms;
    }

    private static List<String> protocols(String text) {
        List<String> protocols = List.of(SEPARATORS.split(text));
        List<String> known;
        try {
            known = List.of(SSLContext.getDefault().getSupportedSSLParameters().getProtocols());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalArgumentException("this Java has no TLS", e);
        }
        if (!known.containsAll(protocols)) {
            throw new IllegalArgumentException("'" + text + "' is not of " + known);
        }
        return protocols;
    }
}
