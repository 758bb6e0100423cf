// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.gateway;

import io.domainsharing.network.Escaped;
import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.Gateway;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of a gateway's domain, one on each line of a UTF-8 text file; empty lines and those that begin with {@code #}
 * are skipped, upper and lower case are the same. {@link #has} touches memory only and may be called by any thread; {@link
 * #look} reads the disk, on one thread at a time.
 */
final class AddressFile {
    private static final Logger LOGGER = LoggerFactory.getLogger(AddressFile.class);
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Gateway gateway;
    private final Path path;
    private final String shown;
    private volatile Set<CanonicalAddress> addresses;
    /** The file whose content is in force, or was found to be unusable. */
    private State judged;
    /** Another one, seen at the last look: it may still be being written. */
    private @Nullable State changing;

    /** What tells one version of the file from another without reading it. */
    private record State(@Nullable FileTime modified, long size, @Nullable Object key) {
        static final State MISSING = new State(null, -1, null);

        static State of(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new State(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (IOException e) {
                return MISSING;
            }
        }
    }

    /**
     * Reads the file for the first time.
     *
     * @param shown what the operator calls the file
     * @throws BadConfigurationException it is missing or broken; the message names file, line and remedy
     */
    AddressFile(Gateway gateway, Path path, String shown) throws BadConfigurationException {
        this.gateway = gateway;
        this.path = path;
        this.shown = shown;
        this.judged = State.of(path);
        this.addresses = read();
        LOGGER.info(
                "{} addresses of {} read from {}",
                addresses.size(),
                gateway.domain().asString(),
                shown);
    }

    boolean has(MailAddress address) {
        return addresses.contains(CanonicalAddress.of(address));
    }

    int size() {
        return addresses.size();
    }

    /**
     * Takes over a changed file, once it has stayed the same from one look to the next: half a file must not make addresses
     * unknown. One that is missing or broken changes nothing, and is warned about once.
     */
    void look() {
        State now = State.of(path);
        if (now.equals(judged)) {
            changing = null;
            return;
        }
        if (!now.equals(changing)) {
            changing = now;
            return;
        }
        judged = now;
        changing = null;
        try {
            addresses = read();
            LOGGER.info(
                    "{} addresses of {} read anew from {}",
                    addresses.size(),
                    gateway.domain().asString(),
                    shown);
        } catch (BadConfigurationException e) {
            LOGGER.warn("{}. Until then the {} addresses read before stay in force", e.getMessage(), addresses.size());
        }
    }

    private Set<CanonicalAddress> read() throws BadConfigurationException {
        List<String> lines;
        try {
            lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw broken("there is no such file");
        } catch (CharacterCodingException e) {
            throw broken("it is not a UTF-8 text");
        } catch (IOException e) {
            throw broken("it cannot be read: " + e);
        }
        Set<CanonicalAddress> found = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            String text = (i == 0 && line.startsWith(BYTE_ORDER_MARK) ? line.substring(1) : line).trim();
            if (!text.isEmpty() && !text.startsWith("#")) {
                found.add(address(text, i + 1));
            }
        }
        if (found.isEmpty()) {
            throw broken("it holds no address");
        }
        // A copy by Set.copyOf searches all addresses of one hash one by one.
        return Collections.unmodifiableSet(found);
    }

    private CanonicalAddress address(String text, int line) throws BadConfigurationException {
        String mistake = "line " + line + ": '" + Escaped.of(text) + "' is not an address";
        MailAddress address;
        try {
            address = new MailAddress(text);
        } catch (AddressException | RuntimeException e) {
            throw broken(mistake);
        }
        if (!address.getDomain().equals(gateway.domain())) {
            throw broken(mistake + " of " + gateway.domain().asString());
        }
        return CanonicalAddress.of(address);
    }

    private BadConfigurationException broken(String problem) {
        return new BadConfigurationException(
                "gateways/gateway/file",
                shown + ", " + problem,
                "Write one address on each line, such as bob@"
                        + gateway.domain().asString() + "; a line that begins with # is a comment");
    }
}
