{{/* A service's image. Wants root, name, values. */}}
{{- define "trivet.image" -}}
{{- $image := .root.Values.image -}}
{{- $tag := $image.tag | default .root.Chart.AppVersion -}}
{{- if not $image.prefix -}}
{{- fail (printf "\n\nimage.prefix is empty, and nobody publishes images of Trivet. Build them and bring them where the cluster finds them:\n\n  for service in api-service session-service ratelimit-service; do\n    docker build --build-arg SERVICE=$service --tag registry.example.org/trivet/$service:%s .\n    docker push registry.example.org/trivet/$service:%s\n  done\n\nand name that place: --set image.prefix=registry.example.org/trivet/\n\nOn a cluster of this machine, load them into its node in place of the push (kind load docker-image, minikube image load), and add --set image.pullPolicy=Never.\n" $tag $tag) -}}
{{- end -}}
{{- printf "%s%s:%s" $image.prefix .name $tag -}}
{{- with .values.digest -}}{{- printf "@%s" . -}}{{- end -}}
{{- end -}}

{{/* What opens a private registry, as part of a pod. */}}
{{- define "trivet.pullSecrets" -}}
{{- with .Values.image.pullSecrets -}}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end -}}
{{- end -}}
