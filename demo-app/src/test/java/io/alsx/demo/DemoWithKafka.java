// SPDX-License-Identifier: Apache-2.0
// Copyright The alsx authors
package io.alsx.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.util.FileSystemUtils;

/** The demo with a Kafka of its own, for who has none. */
final class DemoWithKafka {

    private DemoWithKafka() {}

    public static void main(String[] args) {
        SpringApplication.from(DemoApplication::main).with(Broker.class).run(args);
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Broker {

        @Bean
        Kafka kafka(@Value("${demo.kafka-port:9092}") int port) throws IOException {
            return Kafka.start(port);
        }
    }

    /** A single server, which keeps its files as long as it runs. */
    record Kafka(KafkaRaftServer server, Path folder) implements AutoCloseable {

        static Kafka start(int port) throws IOException {
            Path folder = Files.createTempDirectory("demo-kafka");
            Properties properties = new Properties();
            properties.put("process.roles", "broker,controller");
            properties.put("node.id", "1");
            properties.put("listeners", "PLAINTEXT://localhost:" + port + ",CONTROLLER://localhost:" + (port + 1));
            properties.put("controller.listener.names", "CONTROLLER");
            properties.put("controller.quorum.voters", "1@localhost:" + (port + 1));
            properties.put("log.dirs", folder.resolve("data").toString());
            properties.put("offsets.topic.replication.factor", "1");
            properties.put("offsets.topic.num.partitions", "1");
            properties.put("group.initial.rebalance.delay.ms", "0");
            Path file = folder.resolve("server.properties");
            try (OutputStream out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
            StorageTool.execute(
                    new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()},
                    new PrintStream(OutputStream.nullOutputStream()));
            KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties), Time.SYSTEM);
            server.startup();
            return new Kafka(server, folder);
        }

        @Override
        public void close() throws IOException {
            server.shutdown();
            server.awaitShutdown();
            FileSystemUtils.deleteRecursively(folder);
        }
    }
}
