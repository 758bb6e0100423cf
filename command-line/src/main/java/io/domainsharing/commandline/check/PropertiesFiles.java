// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.check;

import io.domainsharing.commandline.check.Findings.Place;
import java.util.Arrays;
import java.util.Optional;
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
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final ConfFolder folder;
    private final Findings findings;

    PropertiesFiles(ConfFolder folder, Findings findings) {
        this.folder = folder;
        this.findings = findings;
    }

    void check() {
        check(EXTENSIONS, Severity.ERROR, this::extensions);
        check(WEBADMIN, Severity.WARNING, this::webAdmin);
        check(
                HEALTHCHECK,
                Severity.WARNING,
                file -> needs(
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
                file,
                EXTENSIONS,
                "guice.extension.module",
                JAMES + "DomainSharingModule",
                Severity.ERROR,
                "James does not load the extension");
        needs(
                file,
                EXTENSIONS,
                "guice.extension.startable",
                JAMES + "DomainSharingStartable",
                Severity.ERROR,
                "nobody answers peers, and accounts are created without asking them");
        needs(
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
                    place.key("enabled").value(file.getString("enabled", "")),
                    "WebAdmin is off: nothing can be looked up or changed at run time",
                    "Write enabled=true");
            return;
        }
        needs(
                file,
                WEBADMIN,
                "extensions.routes",
                "io.domainsharing.webadmin.DomainSharingRoutes",
                Severity.WARNING,
                "WebAdmin has no routes for Domain Sharing");
        Flag.check(file, "jwt.enabled", place.key("jwt.enabled"), findings);
        String host = file.getString("host", "localhost");
        if (!THIS_MACHINE.contains(host) && !host.startsWith("127.") && !Flag.of(file, "jwt.enabled", false)) {
            findings.warning(
                    place.key("host").value(host),
                    "WebAdmin is open, without a token, to whoever reaches this address",
                    "Write host=127.0.0.1, or jwt.enabled=true and jwt.publickeypem.url");
        }
    }

    private void needs(
            PropertiesConfiguration file, String name, String key, String value, Severity otherwise, String so) {
        Place place = Place.of(name).key(key);
        String[] values = file.getStringArray(key);
        if (Arrays.stream(values).anyMatch(one -> one.trim().equals(value))) {
            findings.ok(place, "names " + value.substring(value.lastIndexOf('.') + 1));
        } else {
            findings.add(
                    otherwise,
                    place.value(String.join(",", values)),
                    "does not name " + value + ": " + so,
                    values.length == 0 ? "Write " + key + "=" + value : "Add it behind a comma");
        }
    }

    private Optional<PropertiesConfiguration> read(String name, Severity otherwise) {
        Place place = Place.of(name);
        if (!folder.has(name)) {
            findings.add(otherwise, place, "is not there", "Copy it from james-conf/");
            return Optional.empty();
        }
        try {
            return Optional.of(folder.properties(name));
        } catch (ConfigurationException e) {
            findings.error(place, "cannot be read: " + e.getMessage(), "Correct it");
            return Optional.empty();
        }
    }
}
