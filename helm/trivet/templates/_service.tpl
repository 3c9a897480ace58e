{{/* The Services in front of a workload: one address for all of its pods, and each by itself. Of the gateway what its values say. */}}
{{- define "trivet.service" -}}
{{- $service := .values.service | default dict -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "trivet.fullname" .root }}-{{ .name }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
  {{- with $service.annotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if .public }}
  type: {{ $service.type }}
  {{- if ne $service.type "ClusterIP" }}
  # Otherwise nodes pass requests on under their own addresses, and limits count nodes in place of clients.
  externalTrafficPolicy: Local
  {{- end }}
  {{- end }}
  selector:
    {{- include "trivet.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ $service.port | default .port | int }}
      targetPort: http
    {{- if (.values.tls).existingSecret }}
    - name: https
      port: {{ int .values.tls.port }}
      targetPort: https
    {{- end }}
    {{- if not .public }}
    - name: management
      port: {{ add .port 1000 }}
      targetPort: management
    {{- end }}
{{- if not .public }}
---
# Its name stands for the pods themselves, so that the gateway balances over them and leaves alone whichever fails.
apiVersion: v1
kind: Service
metadata:
  name: {{ include "trivet.fullname" .root }}-{{ .name }}-pods
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
spec:
  clusterIP: None
  selector:
    {{- include "trivet.selector" . | nindent 4 }}
  # Without management: what reads metrics by Service would read each pod twice.
  ports:
    - name: http
      port: {{ .port }}
      targetPort: http
{{- end }}
{{- end -}}

{{/*
Where the gateway reaches a service: its pods, and one request in a thousand by its ClusterIP. That is for when the pods' addresses
are old, since name servers keep them for half a minute: where none of them answers all go by the ClusterIP, which is never old. Wants
root, name, port.
*/}}
{{- define "trivet.targets" -}}
{{- $name := printf "%s-%s" (include "trivet.fullname" .root) .name -}}
{{- printf "http://%s-pods:%d;weight=999,http://%s:%d" $name (int .port) $name (int .port) -}}
{{- end -}}
