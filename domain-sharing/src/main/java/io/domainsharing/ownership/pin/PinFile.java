// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.pin;

import io.domainsharing.ownership.CanonicalAddress;
import io.domainsharing.ownership.disk.WholeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;

/**
 * The pins of a server that is alone: {@code pins.txt} beside the owner cache, a line for each with owner, end ({@code -}: none) and
 * address. Used by one thread at a time; blocks.
 */
final class PinFile implements PinStorage {
    static final String NAME = "pins.txt";

    private final WholeFile file;

    PinFile(Path folder) {
        this.file = new WholeFile(folder, NAME);
    }

    /** {@inheritDoc} No file means no pins. */
    @Override
    public List<Pin> load() {
        List<Pin> pins = new ArrayList<>();
        String line = "";
        try {
            byte[] octets = file.read();
            for (String next :
                    new String(octets, StandardCharsets.UTF_8).lines().toList()) {
                line = next;
                pins.add(parse(line));
            }
            return pins;
        } catch (IOException e) {
            throw unusable("cannot be read: " + e, e);
        } catch (AddressException | IllegalArgumentException e) {
            throw unusable("line " + (pins.size() + 1) + " is damaged: " + e.getMessage(), new IOException(e));
        }
    }

    /** {@inheritDoc} Nobody else writes them. */
    @Override
    public List<Pin> read(List<Pin> last) {
        return last;
    }

    @Override
    public void put(Pin pin, List<Pin> all) throws IOException {
        write(all);
    }

    @Override
    public void remove(CanonicalAddress address, List<Pin> all) throws IOException {
        write(all);
    }

    /** Takes the place of what the file has. */
    void write(List<Pin> pins) throws IOException {
        byte[] octets = pins.stream()
                .map(pin -> pin.words() + ' ' + pin.address() + '\n')
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
        file.write(out -> out.write(octets));
    }

    private static Pin parse(String line) throws AddressException {
        // An address may have spaces between quotes; owner and end have none.
        int end = line.indexOf(' ', line.indexOf(' ') + 1);
        if (end < 0) {
            throw new IllegalArgumentException("a line has owner, end and address");
        }
        return Pin.of(CanonicalAddress.of(new MailAddress(line.substring(end + 1))), line.substring(0, end));
    }

    private UncheckedIOException unusable(String problem, IOException cause) {
        return new UncheckedIOException(
                file + ", which holds the pins of addresses: " + problem
                        + ". Mend it, or move it away and pin these addresses again (domain-sharing pins set)",
                cause);
    }
}
