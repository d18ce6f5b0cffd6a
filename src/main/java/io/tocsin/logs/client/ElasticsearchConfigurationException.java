package io.tocsin.logs.client;

/** The settings of Elasticsearch or of the logs are wrong; the message says what to do, without secrets. */
public class ElasticsearchConfigurationException extends RuntimeException {

    public ElasticsearchConfigurationException(String message) {
        super(message);
    }
}
