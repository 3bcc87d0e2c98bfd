"""What must not be read in a stolen file: contact details and second factors, sealed before they are stored."""
