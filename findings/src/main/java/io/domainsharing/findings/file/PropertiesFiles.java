// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.findings.file;

import com.google.common.net.InetAddresses;
import io.domainsharing.findings.Findings;
import io.domainsharing.findings.Findings.Place;
import io.domainsharing.findings.Rule;
import io.domainsharing.findings.Severity;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;

/** The lines that Domain Sharing needs in James's properties files, and what of them is dangerous. */
final class PropertiesFiles {
    static final String EXTENSIONS = "extensions.properties";
    static final String WEBADMIN = "webadmin.properties";
    static final String HEALTHCHECK = "healthcheck.properties";

    private static final String JAMES = "io.domainsharing.james.";
    private static final Set<String> EVERYBODY = Set.of("*", "null");
    private static final Set<String> INCLUDES = Set.of("include", "includeoptional");

    private final ConfFolder folder;
    private final Findings findings;
    private final ExtensionLines lines;

    PropertiesFiles(ConfFolder folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
        this.lines = new ExtensionLines(folder, findings);
    }

    void check() {
        check(EXTENSIONS, Severity.ERROR, this::extensions);
        check(WEBADMIN, Severity.WARNING, this::webAdmin);
        check(
                HEALTHCHECK,
                Severity.WARNING,
                file -> needs(
                        Rule.HEALTH_CHECK,
                        file,
                        HEALTHCHECK,
                        "additional.healthchecks",
                        "io.domainsharing.webadmin.DomainSharingHealthCheck",
                        Severity.WARNING,
                        "James's health checks do not tell when a peer is down"));
    }

    private void check(String name, Severity otherwise, Consumer<PropertiesConfiguration> check) {
        findings.attempt(Place.of(name), () -> read(name, otherwise).ifPresent(check));
    }

    private void extensions(PropertiesConfiguration file) {
        needs(
                Rule.EXTENSION_LINE,
                file,
                EXTENSIONS,
                "guice.extension.module",
                JAMES + "DomainSharingModule",
                Severity.ERROR,
                "James does not load the extension");
        needs(
                Rule.EXTENSION_LINE,
                file,
                EXTENSIONS,
                "guice.extension.startable",
                JAMES + "DomainSharingStartable",
                Severity.ERROR,
                "nobody answers peers, and accounts are created without asking them");
        needs(
                Rule.EXTENSION_LINE,
                file,
                EXTENSIONS,
                "guice.extension.task",
                JAMES + "DomainSharingTasks",
                Severity.WARNING,
                "James cannot show the progress of a search for conflicts");
    }

    private void webAdmin(PropertiesConfiguration file) {
        Place place = Place.of(WEBADMIN);
        boolean legible = Flag.check(file, "enabled", place.key("enabled"), findings);
        if (legible && !Flag.of(file, "enabled", false)) {
            findings.warning(
                    Rule.WEBADMIN_OFF,
                    place.key("enabled").value(file.getString("enabled", "")),
                    "WebAdmin is off: nothing can be looked up or changed at run time",
                    "Write enabled=true");
            return;
        }
        needs(
                Rule.WEBADMIN_ROUTES,
                file,
                WEBADMIN,
                "extensions.routes",
                "io.domainsharing.webadmin.DomainSharingRoutes",
                Severity.WARNING,
                "WebAdmin has no routes for Domain Sharing");
        Flag.check(file, "jwt.enabled", place.key("jwt.enabled"), findings);
        origin(file, place.key("cors.origin"));
        String host = file.getString("host", "localhost");
        if (!isThisMachine(host) && !Flag.of(file, "jwt.enabled", false)) {
            findings.warning(
                    Rule.WEBADMIN_OPEN,
                    place.key("host").value(host),
                    "WebAdmin is open, without a token, to whoever reaches this address",
                    "Write host=127.0.0.1, or jwt.enabled=true and jwt.publickeypem.url");
        }
    }

    // "*" and "null" are every page's; what is no origin is nobody's.
    private void origin(PropertiesConfiguration file, Place place) {
        String origin = file.getString("cors.origin", "").trim();
        if (origin.isEmpty() || EVERYBODY.contains(origin)) {
            findings.warning(
                    Rule.CORS_ORIGIN,
                    place.value(origin),
                    (origin.isEmpty() ? "is missing" : "is every page's")
                            + ": any web page in an operator's browser may read and change what WebAdmin shows, whatever"
                            + " cors.enable says",
                    "Write cors.origin=none, or the origin of a console of your own, such as https://console.example.com");
        }
    }

    private static boolean isThisMachine(String host) {
        String bare = host.replace("[", "").replace("]", "");
        return host.equals("localhost")
                || (InetAddresses.isInetAddress(bare)
                        && InetAddresses.forString(bare).isLoopbackAddress());
    }

    private void needs(
            Rule rule,
            PropertiesConfiguration file,
            String name,
            String key,
            String value,
            Severity otherwise,
            String so) {
        Place place = Place.of(name).key(key);
        String[] values = file.getStringArray(key);
        if (Arrays.stream(values).anyMatch(one -> one.trim().equals(value))) {
            findings.ok(rule, place, "names " + value.substring(value.lastIndexOf('.') + 1));
            if (name.equals(EXTENSIONS)) {
                lines.twice(key, value, values);
            }
        } else if (!name.equals(EXTENSIONS) || !lines.isGlued(key, value)) {
            findings.add(
                    rule,
                    otherwise,
                    place.value(String.join(",", values)),
                    "does not name " + value + ": " + so,
                    values.length == 0 ? "Write " + key + "=" + value : "Add it behind a comma");
        }
    }

    private Optional<PropertiesConfiguration> read(String name, Severity otherwise) {
        Place place = Place.of(name);
        if (!folder.has(name)) {
            findings.add(Rule.PROPERTIES_FILE, otherwise, place, "is not there", "Copy it from james-conf/");
            return Optional.empty();
        }
        try {
            includes(name, place);
            return Optional.of(folder.properties(name));
        } catch (ConfigurationException | IOException e) {
            findings.error(Rule.PROPERTIES_FILE, place, "cannot be read: " + e.getMessage(), "Correct it");
            return Optional.empty();
        }
    }

    private void includes(String name, Place place) throws IOException {
        Properties keys = new Properties();
        try (Reader text = Files.newBufferedReader(folder.path().resolve(name), StandardCharsets.ISO_8859_1)) {
            keys.load(text);
        }
        keys.stringPropertyNames().stream()
                .filter(key -> INCLUDES.contains(key.toLowerCase(Locale.ROOT)))
                .forEach(key -> findings.warning(
                        Rule.PROPERTIES_INCLUDE,
                        place.key(key),
                        "names another file, or a machine to ask, which James follows and this check does not",
                        "Write what it says into this file"));
    }
}
