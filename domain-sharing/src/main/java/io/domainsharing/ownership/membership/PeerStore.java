// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.ownership.membership;

import io.domainsharing.ownership.Peer;
import io.domainsharing.ownership.PeerName;
import io.domainsharing.ownership.PeerTls;
import io.domainsharing.ownership.configuration.BadConfigurationException;
import io.domainsharing.ownership.configuration.Block;
import io.domainsharing.ownership.configuration.PeerBlock;
import io.domainsharing.ownership.configuration.Words;
import io.domainsharing.ownership.disk.OwnerOnly;
import io.domainsharing.ownership.disk.PlainXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;
import org.apache.james.core.Domain;
import org.xml.sax.SAXException;

/**
 * The peers that came at run time, added by an operator or found by MX, on disk: {@code peers.xml} beside the owner cache, in
 * the words of {@code <peers>} of {@code domainsharing.xml} (docs/adr/0009-peers-at-run-time.md). Holds secrets, so only the
 * account of the server may read it. Replaced as a whole: a process that dies at any moment, or a power cut, leaves the old
 * file or the new one. Used by one thread at a time; blocks.
 */
final class PeerStore {
    static final String FILE = "peers.xml";

    private static final String UNFINISHED = FILE + ".new";
    private static final String ROOT = "peers";
    private static final String PEER = "peer";
    private static final String KNOWN = "known";
    private static final String MX = "mx";

    private final Path folder;
    private final Path file;

    /**
     * What the file holds.
     *
     * @param known the names of all peers that had a queue here, those of {@code domainsharing.xml} included
     * @param mx the other servers among each domain's MX hosts, best first, as DNS said last
     */
    record Content(List<Peer> peers, Set<PeerName> known, Map<Domain, List<String>> mx) {
        static final Content NOTHING = new Content(List.of(), Set.of(), Map.of());

        Content {
            peers = List.copyOf(peers);
            known = Set.copyOf(known);
        }
    }

    PeerStore(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(FILE);
    }

    /**
     * Reads all of it; no file means no peers.
     *
     * @throws UncheckedIOException the file cannot be read or is damaged: without its peers their mail would be refused as
     *     nobody's, so the start must fail; the message names file and remedy
     */
    Content load() {
        try {
            if (Files.notExists(file)) {
                return Content.NOTHING;
            }
            OwnerOnly.prepare(folder, file);
            return read();
        } catch (BadConfigurationException e) {
            throw unusable(e.mistake(), new IOException(e));
        } catch (PlainXml.NotPlain e) {
            throw unusable(String.valueOf(e.getMessage()), e);
        } catch (SAXException | ConfigurationException e) {
            // Not the parser's own words: they may quote the file.
            throw unusable("is damaged", new IOException(e.getClass().getName()));
        } catch (IOException e) {
            throw unusable("cannot be read: " + e, e);
        }
    }

    private UncheckedIOException unusable(String problem, IOException cause) {
        return new UncheckedIOException(
                file + ", which holds the peers added at run time: " + problem
                        + ". Mend it (it is written like <peers> in "
                        + BadConfigurationException.FILE
                        + "), or move it away and add these peers again through WebAdmin",
                cause);
    }

    private Content read() throws IOException, SAXException, ConfigurationException {
        XMLConfiguration xml = new XMLConfiguration();
        FileHandler reader = new FileHandler(xml);
        reader.setEncoding(StandardCharsets.UTF_8.name());
        reader.load(new ByteArrayInputStream(PlainXml.requirePlain(Files.readAllBytes(file))));
        PlainXml.requireNoReferenceElsewhere(xml.getNodeModel().getNodeHandler().getRootNode());
        if (!ROOT.equals(xml.getRootElementName())) {
            throw new BadConfigurationException(
                    "<" + xml.getRootElementName() + ">", "is not the root element", "Write <" + ROOT + ">");
        }
        Block block = Block.root(xml);
        List<PeerName> known = block.values(KNOWN, PeerName::new, "Write the name of a peer");
        Map<Domain, List<String>> mx = new LinkedHashMap<>();
        for (Block list : block.blocks(MX)) {
            Domain domain = list.required("domain", Domain::of, "Write a domain");
            mx.put(domain, list.values("host", host -> host, "Write a host name"));
            list.rejectOthers();
        }
        return new Content(PeerBlock.allFrom(block), new LinkedHashSet<>(known), mx);
    }

    /**
     * Takes the place of all that the file holds; on return it is on the disk.
     *
     * @throws IOException nothing has changed
     */
    void save(Collection<Peer> peers, Collection<PeerName> known, Map<Domain, List<String>> mx) throws IOException {
        XMLConfiguration xml = new XMLConfiguration();
        xml.setRootElementName(ROOT);
        peers.forEach(peer -> add(xml, peer));
        known.stream().map(PeerName::value).sorted().forEach(name -> xml.addProperty(KNOWN, name));
        mx.forEach((domain, hosts) -> {
            xml.addProperty(MX + "(-1).domain", domain.asString());
            hosts.forEach(host -> xml.addProperty(MX + ".host", host));
        });
        Path unfinished = folder.resolve(UNFINISHED);
        Files.deleteIfExists(unfinished);
        OwnerOnly.prepare(folder, unfinished);
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            OutputStream out = Channels.newOutputStream(channel);
            FileHandler writer = new FileHandler(xml);
            writer.setEncoding(StandardCharsets.UTF_8.name());
            writer.save(out);
            channel.force(true);
        } catch (ConfigurationException e) {
            throw new IOException(unfinished + " cannot be written", e);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        forceRename();
    }

    private static void add(XMLConfiguration xml, Peer peer) {
        xml.addProperty(PEER + "(-1).name", peer.name().value());
        peer.smtp().forEach(host -> xml.addProperty(PEER + ".smtp", host.toString()));
        xml.addProperty(PEER + ".lookup", Words.word(peer.lookup()));
        xml.addProperty(PEER + ".mingerPort", peer.mingerPort());
        if (peer.secret() != null) {
            xml.addProperty(PEER + ".secret", peer.secret().value());
        }
        peer.trusted().forEach(network -> xml.addProperty(PEER + ".trusted", network.toString()));
        peer.domains().forEach(domain -> xml.addProperty(PEER + ".domain", domain.asString()));
        // Not the default, so that an older version, which does not know the key, can read the file.
        if (!peer.tls().equals(PeerTls.DEFAULT)) {
            xml.addProperty(PEER + ".tls", peer.tls().text());
        }
        peer.unknownUser().forEach(reply -> xml.addProperty(PEER + ".unknownUser", reply.text()));
    }

    // Not every platform opens a folder; there the rename is as durable as the platform makes it.
    private void forceRename() {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            return;
        }
    }
}
